using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Staging;
using Night = Streaming.Core.Hypnogram.Hypnogram;

namespace Streaming.Tests.Core.Hypnogram;

/// <summary>Nights written as letters: W 1 2 3 R, ? unknown, x unscorable.</summary>
internal static class Nights
{
    public static Config Config { get; } = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20_261_122, 104_729);

    public static IReadOnlyList<Stage?> Stages(string letters) => [.. letters.Where(c => c != ' ').Select(Stage)];

    public static Night Of(string letters, double? off = null, double? on = null) =>
        new(0, Stages(letters)) { LightsOffSeconds = off, LightsOnSeconds = on };

    /// <summary>Stages of any length up to 300, unknown and unscorable ones among them.</summary>
    public static Gen<IReadOnlyList<Stage?>> Any { get; } =
        from length in Gen.Choose(1, 300)
        from letters in Gen.ArrayOf(Gen.Elements("WW12223RRx?".ToCharArray()), length)
        select Stages(new string(letters));

    private static Stage? Stage(char letter) => letter switch
    {
        'W' => Streaming.Core.Staging.Stage.W,
        '1' => Streaming.Core.Staging.Stage.N1,
        '2' => Streaming.Core.Staging.Stage.N2,
        '3' => Streaming.Core.Staging.Stage.N3,
        'R' => Streaming.Core.Staging.Stage.R,
        'x' => Streaming.Core.Staging.Stage.Unscorable,
        '?' => null,
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "W 1 2 3 R x ?"),
    };
}
