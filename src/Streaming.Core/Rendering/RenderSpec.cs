using Streaming.Core.Signals;

namespace Streaming.Core.Rendering;

/// <summary>Fixes a picture completely; versioned, part of a model bundle. Two equal specs draw equal bytes from equal epochs.</summary>
public sealed record RenderSpec
{
    /// <summary><c>lossless-100</c>, <c>paper-336</c>, <c>clinical-448</c> or <c>display</c>.</summary>
    public required string Preset { get; init; }

    public required int Version { get; init; }

    /// <summary>Pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels.</summary>
    public required int Height { get; init; }

    /// <summary>1: grey; 3: red, green, blue.</summary>
    public required int Planes { get; init; }

    /// <summary>Rows top to bottom.</summary>
    public required IReadOnlyList<DerivationRow> Rows { get; init; }

    /// <summary>The signal the picture is drawn from: filters, running scale, gap rule.</summary>
    public required SignalSpec Signal { get; init; }
}
