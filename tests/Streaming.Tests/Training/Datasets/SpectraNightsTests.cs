using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Tests.Training.Datasets.Import;
using Streaming.Tests.Training.Realism;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Datasets;

public sealed class SpectraNightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spectra").FullName;

    [Fact]
    public void People_are_split_and_each_night_says_whose_stages_it_draws()
    {
        var nights = new SpectraNights(MeasuredNights.People(5, epochs: 20), splitSeed: 1);
        Assert.Equal("split seed 1: 3 people to train on, 1 for validation, 1 for the test", nights.Description);
        string[] everybody = [.. Enum.GetValues<Split>().SelectMany(nights.Subjects).Order(StringComparer.Ordinal)];
        Assert.Equal(Enumerable.Range(0, 5).Select(person => $"sleep-edf/SC40{person}"), everybody);
        var held = nights.Nights(Split.Validation, DrawnWaves.Scored).All().Single();
        Assert.Equal((nights.Subjects(Split.Validation).Single(), true, "simulated (Sleep-EDF stages and band powers)"), (held.Subject, held.Simulated, held.Source));
        Assert.Equal("expert", held.Scorings.Single().Scorer);
    }

    [Fact]
    public void First_nights_are_one_of_each_person_and_the_same_as_among_all()
    {
        var people = MeasuredNights.People(5, epochs: 20);
        var nights = new SpectraNights([.. people, .. people], splitSeed: 1);
        StagedNight[] first = [.. nights.FirstNights(Split.Training, DrawnWaves.Scored).All()];
        Assert.Equal(nights.Subjects(Split.Training), first.Select(night => night.Subject).Order(StringComparer.Ordinal));
        Assert.Subset(nights.Nights(Split.Training, DrawnWaves.Scored).All().Select(night => night.Name).ToHashSet(), first.Select(night => night.Name).ToHashSet());
    }

    [Fact]
    public void Person_of_the_public_table_is_known_again_when_the_recordings_are_imported()
    {
        using var recordings = new MiniatureFolder("sleep-edf", subjects: 3);
        recordings.Import();
        var people = new SpectraNights(MeasuredNights.People(3, epochs: 20), 1);
        Assert.Equal(
            Enum.GetValues<Split>().SelectMany(people.Subjects).Order(StringComparer.Ordinal),
            NightCache.Open(recordings.CacheFolder).Nights.Select(night => night.Subject).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void By_the_spectra_nothing_of_a_held_out_persons_stages_is_in_the_signal()
    {
        var people = MeasuredNights.People(5, epochs: 20);
        var held = new SpectraNights(people, 1).Subjects(Split.Validation).Single();
        BandPowerNight[] relabelled = [.. people.Select(night => held.EndsWith(night.Subject, StringComparison.Ordinal) ? night with { Stages = [.. night.Stages.Select(_ => Stage.R)] } : night)];
        short[] Signal(IReadOnlyList<BandPowerNight> nights, DrawnWaves waves) =>
            [.. new SpectraNights(nights, 1).Nights(Split.Validation, waves).All().Single().Blocks().SelectMany(block => block.Channels[0].Values.ToArray()).Select(value => (short)value)];
        Assert.Equal(Signal(people, DrawnWaves.Spectra), Signal(relabelled, DrawnWaves.Spectra));
        Assert.NotEqual(Signal(people, DrawnWaves.Scored), Signal(relabelled, DrawnWaves.Scored));
    }

    [Fact]
    public void Piece_is_a_part_of_the_night_with_its_band_powers_on_whatever_recorder()
    {
        var people = MeasuredNights.People(3, epochs: 400);
        var nights = new SpectraNights(people, 1);
        var piece = nights.Piece(9, 2);
        var night = people.Single(night => piece.Subject.EndsWith(night.Subject, StringComparison.Ordinal));
        var stages = piece.Scorings.Single().Stages;
        Assert.InRange(stages.Count, 90, 399);
        var first = Enumerable.Range(0, night.Stages.Length - stages.Count + 1).Single(first => night.Stages.Skip(first).Take(stages.Count).Select(stage => (Stage?)stage).SequenceEqual(stages));
        Assert.True(first > 0);
        var part = new BandPowerNight(night.Subject, night.Epochs[first..(first + stages.Count)], night.Stages[first..(first + stages.Count)], night.Values[first..(first + stages.Count)]);
        var drawn = new DrawnNight(part, part.Stages, 5);
        var random = drawn.On(new NightSimulatorOptions { Layout = SimulatedLayout.Aasm, RateHz = 200, RandomRecorder = true, ArtefactsPerHour = 5 });
        SimulatedEventKind[] recorders = [SimulatedEventKind.Hum, SimulatedEventKind.HeartLeakage];
        Assert.Equal(drawn.AsRecorded().Events, random.Events.Where(happened => !recorders.Contains(happened.Kind)));
    }

    [Fact]
    public void Pieces_repeat_and_are_of_people_to_train_on()
    {
        var nights = new SpectraNights(MeasuredNights.People(5, epochs: 20), 1);
        var (piece, again, other) = (nights.Piece(9, 0), nights.Piece(9, 0), nights.Piece(9, 1));
        Assert.Contains(piece.Subject, nights.Subjects(Split.Training));
        Assert.Equal(piece.Blocks().First().Channels[0].Values.ToArray(), again.Blocks().First().Channels[0].Values.ToArray());
        Assert.NotEqual(piece.Study.Id, other.Study.Id);
        Assert.True(piece.KnowsEvents);
    }

    [Fact]
    public void Followed_share_is_in_the_training_nights_alone_and_its_people_are_named()
    {
        var (spectra, simulated) = (new SpectraNights(MeasuredNights.People(5, epochs: 20), 1), SplitNights.Simulated(1, subjects: 40, held: 1, epochs: 10));
        var half = simulated.Following(spectra, 0.5, seed: 1);
        Assert.Equal((NightKind.Simulated, NightKind.Following), (simulated.Kind, half.Kind));
        Assert.InRange(Enumerable.Range(0, 12).Count(number => half.Training[number].Source == spectra.Source), 2, 10);
        Assert.Same(simulated.Validation, half.Validation);
        Assert.Equal(spectra.Subjects(Split.Training), half.TrainedOn!.Training);
        Assert.Equal(1, half.CalibrationSubjects);
        Assert.Contains("50 % of the training nights follow Sleep-EDF stages and band powers (split seed 1: 3 people", half.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_without_band_powers_is_named()
    {
        var missing = Assert.Throws<DatasetException>(() => SpectraNights.Read(_folder, 1));
        Assert.Contains(_folder, missing.Message, StringComparison.Ordinal);
        MeasuredNights.Write(_folder, MeasuredNights.People(2, epochs: 20));
        Assert.Contains("at least 3 subjects; there are 2", Assert.Throws<DatasetException>(() => SpectraNights.Read(_folder, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_is_trained_on_some_people_and_measured_on_the_others()
    {
        MeasuredNights.Write(_folder, MeasuredNights.People(5, epochs: 30));
        var (run, report) = (Path.Combine(_folder, "run"), Path.Combine(_folder, "report"));
        await TrainingProcess.DoneAsync(
            "train", "--begin", Repository.At("deploy/models/stagenet-2"), "--spectra", _folder, "--spectra-share", "1", "--steps", "1", "--batch", "2", "--pool", "1",
            "--validation", "1", "--output", run);
        var manifest = Streaming.Scoring.ModelBundle.Load(run).Manifest;
        var own = new SpectraNights(MeasuredNights.People(5, epochs: 30), 1).Subjects(Split.Training).ToHashSet();
        Assert.Equal(3, own.Count);
        Assert.Subset(manifest.TrainedOn!.Training.ToHashSet(), own); // beside the people of what it began with
        Assert.Contains("100 % of the training nights follow Sleep-EDF stages and band powers", manifest.Training, StringComparison.Ordinal);
        Assert.Contains("the experts' of the nights followed", manifest.Training, StringComparison.Ordinal);
        Assert.Contains("begun with the weights of stagenet-2 version", manifest.Training, StringComparison.Ordinal);
        var began = Streaming.Scoring.ModelBundle.Load(Repository.At("deploy/models/stagenet-2")).Manifest;
        Assert.Equal([began.Training, .. began.Ancestors!.Select(ancestor => ancestor.Training)], manifest.Ancestors!.Select(ancestor => ancestor.Training));
        var another = await TrainingProcess.RefusedAsync("train", "--resume", "--spectra", _folder, "--spectra-share", "0.999", "--validation", "1", "--output", Unfinished(run));
        Assert.Contains("resume it with the same --data, --spectra, --spectra-share", another, StringComparison.Ordinal);
        var told = await TrainingProcess.DoneAsync("evaluate", "--spectra", _folder, "--model", run, "--output", report);
        Assert.Contains("1 validation person, waves by the band powers, only frontal FINAL: kappa=", told, StringComparison.Ordinal);
        var seen = await TrainingProcess.DoneAsync("evaluate", "--spectra", _folder, "--spectra-split", "training", "--model", run);
        Assert.Contains("3 of 3 subjects trained this model", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_people_are_drawn_under_their_names_and_their_data_set_is_told()
    {
        using var recordings = new MiniatureFolder("isruc", subjects: 3, epochs: 40);
        recordings.Import();
        var table = Path.Combine(_folder, "table");
        string[] words = ["band-powers", "--data", recordings.CacheFolder, "--output", table];
        var told = await TrainingProcess.DoneAsync(words);
        Assert.Contains("written: ", told, StringComparison.Ordinal);
        Assert.Contains("band-powers.csv.gz is there already; choose another folder, or --overwrite.", await TrainingProcess.RefusedAsync(words), StringComparison.Ordinal);
        var cached = NightCache.Open(recordings.CacheFolder).Nights;
        var nights = SpectraNights.Read(table, 1);
        Assert.Equal(cached.Select(night => night.Subject).Distinct().Order(StringComparer.Ordinal), Enum.GetValues<Split>().SelectMany(nights.Subjects).Order(StringComparer.Ordinal));
        Assert.Equal("simulated (stages and band powers of simulated (miniature of isruc))", nights.Source);
        var drawn = nights.Nights(Split.Validation, DrawnWaves.Scored).All().First();
        var (own, stages) = (cached.First(night => night.Subject == drawn.Subject).Scorings[0].Stages, drawn.Scorings[0].Stages);
        // Wake is trimmed, and an epoch that lost samples has no stage.
        Assert.True(stages.Count(stage => stage is not null) > 20);
        Assert.Contains(Enumerable.Range(0, own.Count - stages.Count + 1), first => stages.Index().All(epoch => epoch.Item is null || epoch.Item == own[first + epoch.Index]));
        var measured = await TrainingProcess.DoneAsync("evaluate", "--spectra", table, "--model", Repository.At("deploy/models/stagenet-2"));
        Assert.Contains("simulated (stages and band powers of simulated (miniature of isruc)), 1 validation person", measured, StringComparison.Ordinal);
        Assert.Contains("is of imported nights", await TrainingProcess.RefusedAsync("realism", "--data", table), StringComparison.Ordinal);
    }

    // A run whose bundle is gone has something left to do.
    private static string Unfinished(string run)
    {
        var copy = $"{run}-again";
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(run, "checkpoint.bin"), Path.Combine(copy, "checkpoint.bin"));
        return copy;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
