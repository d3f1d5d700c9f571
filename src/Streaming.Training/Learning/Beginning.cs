using Google.Protobuf;
using Streaming.Scoring;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Networks;

namespace Streaming.Training.Learning;

/// <summary>What a run goes on from: the folder of an earlier run, or of a bundle alone, which is all that a served network comes with.</summary>
/// <param name="folder">A run's checkpoint in it counts before a bundle: it also holds what only training has.</param>
internal sealed class Beginning(string folder)
{
    private bool IsRun => File.Exists(Path.Combine(folder, CheckpointFile.FileName));

    /// <summary>Start values of a network.</summary>
    /// <param name="fresh">Of the same layout; what a bundle does not hold (the event head) is taken from here.</param>
    /// <exception cref="CheckpointException">There is neither run nor bundle, or it is of another network.</exception>
    public float[] Weights(ParameterLayout layout, float[] fresh)
    {
        if (IsRun) return new CheckpointFile(folder).ReadAverage(layout.Count);
        var path = Path.Combine(folder, ModelBundle.ModelFile);
        var known = StageNetParameters.Of(Model(path), StageNetPlan.Networks)
            ?? throw new CheckpointException($"{path} cannot be gone on from: it is no StageNet.");
        var own = StageNet.Build(known.Options, 1, training: false).Parameters.Specs;
        if (!own.Select(Shape).SequenceEqual(layout.Specs.Take(own.Count).Select(Shape)))
            throw new CheckpointException($"{path} cannot be gone on from: it is a StageNet of another size; --size-of-network says which is trained.");
        return [.. known.Values, .. fresh.AsSpan(known.Values.Length)];

        static string Shape(ParameterSpec spec) => $"{spec.Name} {string.Join(' ', spec.Shape)}";
    }

    /// <summary>The people it was trained on, as it says itself.</summary>
    /// <exception cref="CheckpointException">As above.</exception>
    public TrainedOn? TrainedOn => IsRun ? new CheckpointFile(folder).ReadState().TrainedOn : Bundle().Manifest.TrainedOn;

    /// <summary>Which it is, and how it came about, in its own words; null for a run without a bundle that can be read.</summary>
    /// <exception cref="CheckpointException">As above.</exception>
    public Ancestor? Ancestor
    {
        get
        {
            try
            {
                return Ancestor.Of(Bundle());
            }
            catch (CheckpointException) when (IsRun)
            {
                return null;
            }
        }
    }

    private ModelBundle Bundle()
    {
        try
        {
            return ModelBundle.Load(folder);
        }
        catch (ModelBundleException e)
        {
            throw new CheckpointException($"{folder} cannot be gone on from: it holds no run, and no bundle that can be used. {e.Message}", e);
        }
    }

    private static ModelProto Model(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return ModelProto.Parser.ParseFrom(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            throw new CheckpointException($"{path} cannot be gone on from: {e.Message}", e);
        }
    }
}
