using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EdfStudyTests
{
    [Fact]
    public void Study_of_a_real_recording_has_its_own_grid_and_labels()
    {
        using var stream = File.OpenRead(SharedData.FileOrSkip("dynamo", "dynamo.edf"));
        var study = EdfStudy.From(EdfReader.Open(stream), Guid.Empty, [DerivationMap.Parse("EEG=C4-M1")]);
        Assert.Equal(new Rational(1001, 100), study.Study.EpochOriginSeconds);
        Assert.Equal(167, study.EpochCount);
        int Count(Stage stage) => study.Labels.Count(label => label == stage);
        Assert.Equal([2, 7, 95, 37, 26], [Count(Stage.W), Count(Stage.N1), Count(Stage.N2), Count(Stage.N3), Count(Stage.R)]);
        var samples = study.Blocks(1).SelectMany(block => block.Channels).ToList();
        Assert.Equal(502_600, samples.Sum(run => run.Values.Length));
        Assert.Equal([502_599L], study.End.LastIndices);
    }

    [Fact]
    public void Sidecar_hypnogram_gives_the_stages()
    {
        using var recording = File.OpenRead(SharedData.FileOrSkip("edf-samples", "short_psg.edf"));
        using var annotations = File.OpenRead(SharedData.FileOrSkip("edf-samples", "SC4001EC-Hypnogram.edf"));
        var study = EdfStudy.From(EdfReader.Open(recording), Guid.Empty, hypnogram: EdfReader.Open(annotations));
        Assert.Equal(10, study.EpochCount);
        Assert.All(study.Labels, label => Assert.Equal(Stage.W, label));
        Assert.Equal(Rational.Zero, study.Study.EpochOriginSeconds);
        Assert.Equal(153, study.Runs.Count(run => run.Stage is not null));
    }

    [Fact]
    public void Blocks_hold_every_sample_once_whatever_their_length_and_skip_gaps()
    {
        var file = new EdfBuilder { Reserved = "EDF+D" }.With("C4", 7).With("E1", 3).With("EDF Annotations", 20)
            .Record(0, EdfBuilder.Tal("+0^^")).Record(1, EdfBuilder.Tal("+1^^")).Record(2, EdfBuilder.Tal("+86400.4^^")).Open();
        var study = EdfStudy.From(file, Guid.Empty);
        foreach (var seconds in (Rational[])[1, new Rational(1, 2), new Rational(3, 7), 100_000])
        {
            var blocks = study.Blocks(seconds).ToList();
            var indices = blocks.SelectMany(block => block.Channels).Where(run => run.Channel == 0)
                .SelectMany(run => Enumerable.Range(0, run.Values.Length).Select(i => (run.FirstIndex + i, run.Values.Span[i]))).ToList();
            Assert.Equal(Enumerable.Range(0, 14).Select(i => ((long)i, i)).Concat(Enumerable.Range(0, 7).Select(i => (604_803L + i, 14 + i))),
                indices);
            Assert.True(blocks.Count < 12);
        }
    }

    [Fact]
    public void Lights_come_from_annotations_in_study_time()
    {
        var file = new EdfBuilder { Reserved = "EDF+C" }.With("C4", 7).With("EDF Annotations", 40)
            .Record(0, EdfBuilder.Tal("+0.5^^\0+3.5^Lights off^\0+900.5^LIGHTS ON^")).Open();
        var study = EdfStudy.From(file, Guid.Empty);
        Assert.Equal(3, study.LightsOffSeconds);
        Assert.Equal(900, study.LightsOnSeconds);
    }
}
