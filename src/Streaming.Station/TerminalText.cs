using Spectre.Console.Rendering;
using Streaming.Parts.CommandLine;

namespace Streaming.Station;

/// <summary>Lets through to the terminal what we say to steer it, and of what is shown there the words alone: gateways and people write what they like.</summary>
internal sealed class TerminalText : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(shown => new Plain(shown));

    private sealed class Plain(IRenderable shown) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => shown.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => shown.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(OneLine.Of(segment.Text), segment.Style));
    }
}
