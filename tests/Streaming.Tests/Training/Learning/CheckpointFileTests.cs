using Streaming.Tests.Training.Networks;
using Streaming.Training.Graph;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Learning;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly byte[] s_labels = [0, 1, 2];
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;
    private readonly TrainingSession _session = StageNet.Train(SmallNetwork.Options, 3, new TrainingOptions());

    private string Kept => Path.Combine(_folder, "checkpoint.bin");

    private string Fresh => Kept + ".new";

    [Fact]
    public void State_and_network_come_back_as_they_were_saved()
    {
        var state = State(1) with { Recipe = new TrainingRecipe { Frozen = ["stem*"], ClassWeights = [1, 2, 1, 1, 1], PeakRate = 0.01f } };
        Step();
        new CheckpointFile(_folder).Save(state, _session);
        var parameters = _session.Parameters.ToArray();
        Step();
        var again = new CheckpointFile(_folder);
        var read = again.ReadState();
        again.Restore(_session);
        Assert.Equal((state.Phase, state.Seed, state.Recipe.PeakRate), (read.Phase, read.Seed, read.Recipe.PeakRate));
        Assert.Equal(state.Recipe.ClassWeights, read.Recipe.ClassWeights);
        Assert.Equal(state.Recipe.Frozen, read.Recipe.Frozen);
        Assert.Equal(parameters, _session.Parameters.ToArray());
        Assert.False(File.Exists(Fresh));
    }

    [Fact]
    public void Another_run_may_begin_with_the_averaged_weights_of_the_same_network_alone()
    {
        Step();
        Step();
        var file = new CheckpointFile(_folder);
        file.Save(State(1), _session);
        Assert.Equal(_session.AverageParameters.ToArray(), file.ReadAverage(_session.Parameters.Length));
        Assert.NotEqual(_session.Parameters.ToArray(), _session.AverageParameters.ToArray());
        Assert.Contains(Kept, Assert.Throws<CheckpointException>(() => file.ReadAverage(5)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)] // whole, but killed before it was moved into place
    public void Run_killed_while_writing_goes_on_from_the_checkpoint_before(double written)
    {
        var file = new CheckpointFile(_folder);
        file.Save(State(0), _session);
        var parameters = _session.Parameters.ToArray();
        Step();
        var later = Path.Combine(_folder, "later");
        new CheckpointFile(later).Save(State(1), _session);
        var bytes = File.ReadAllBytes(Path.Combine(later, "checkpoint.bin"));
        File.WriteAllBytes(Fresh, bytes[..(int)(bytes.Length * written)]);
        Assert.Equal(0, file.ReadState().Phase);
        file.Restore(_session);
        Assert.Equal(parameters, _session.Parameters.ToArray());
        file.Save(State(1), _session);
        Assert.Equal(1, file.ReadState().Phase);
    }

    [Fact]
    public void Full_disk_is_named_with_the_file_and_leaves_the_checkpoint_before()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("this machine has no /dev/full");
        var file = new CheckpointFile(_folder);
        file.Save(State(0), _session);
        var before = File.ReadAllBytes(Kept);
        File.CreateSymbolicLink(Fresh, "/dev/full"); // every write to it fails as on a full disk
        var error = Assert.Throws<CheckpointException>(() => file.Save(State(1), _session));
        Assert.Contains(Fresh, error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Kept));
        Assert.False(File.Exists(Fresh));
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_named()
    {
        var taken = Path.Combine(_folder, "taken");
        File.WriteAllText(taken, "a file, no folder");
        var error = Assert.Throws<CheckpointException>(() => new CheckpointFile(Path.Combine(taken, "run")).Save(State(0), _session));
        Assert.Contains(Path.Combine(taken, "run", "checkpoint.bin"), error.Message, StringComparison.Ordinal);
        Assert.Contains("no earlier checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)] // in the state's length
    [InlineData(40)] // in the state
    [InlineData(2000)] // in the parameters
    public void Damaged_checkpoint_is_refused_by_name(int place)
    {
        new CheckpointFile(_folder).Save(State(0), _session);
        var bytes = File.ReadAllBytes(Kept);
        bytes[place] ^= 0x81;
        File.WriteAllBytes(Kept, bytes);
        var error = Assert.Throws<CheckpointException>(() =>
        {
            var file = new CheckpointFile(_folder);
            file.ReadState();
            file.Restore(_session);
        });
        Assert.Contains(Kept, error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Step() => _session.Step(SmallNetwork.Images(s_labels, seed: 1), s_labels, [], 1e-3f);

    private static RunState State(int phase) => new(7, 1, 3, 1, phase, [10, 10]);
}
