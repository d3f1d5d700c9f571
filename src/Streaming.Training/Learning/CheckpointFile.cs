using System.Buffers.Binary;
using System.Text.Json;
using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>A run's one checkpoint: length and JSON of its RunState, then TrainingCheckpoint's bytes.</summary>
/// <remarks>A new one is written beside, flushed to the disk and moved over the old: whenever the process dies or the disk fills, the folder
/// holds one whole checkpoint, the old or the new.</remarks>
internal sealed class CheckpointFile(string folder)
{
    public const string FileName = "checkpoint.bin";

    private const int LongestState = 1 << 20;

    private readonly string _path = Path.Combine(folder, FileName);

    /// <param name="state">Of the run.</param>
    /// <param name="session">Its weights and whatever else a step changes.</param>
    /// <param name="beforeItCounts">Called when the new one is whole and on the disk, before it takes the older one's place.</param>
    /// <exception cref="CheckpointException">The disk refuses; the older checkpoint is still there.</exception>
    public void Save(RunState state, TrainingSession session, Action? beforeItCounts = null)
    {
        var fresh = _path + ".new";
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(state);
                Span<byte> length = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
                stream.Write(length);
                stream.Write(json);
                session.Save(stream);
                stream.Flush(flushToDisk: true);
            }
            beforeItCounts?.Invoke();
            File.Move(fresh, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{fresh} cannot be written: {e.Message} {Remains()}", e);
        }
    }

    /// <exception cref="CheckpointException">There is none, or it is not readable.</exception>
    public RunState ReadState() => Read(stream => State(stream));

    /// <exception cref="CheckpointException">As above, or it is of another network.</exception>
    public void Restore(TrainingSession session) => Read(stream =>
    {
        _ = State(stream);
        session.Restore(stream);
        return true;
    });

    /// <summary>The averaged weights of a run, to begin another with.</summary>
    /// <exception cref="CheckpointException">As above.</exception>
    public float[] ReadAverage(int parameters) => Read(stream =>
    {
        _ = State(stream);
        return TrainingCheckpoint.ReadAverage(stream, parameters);
    });

    /// <summary>Phase and step of a folder's checkpoint, whatever its network.</summary>
    public static (int Phase, long Step) Place(string folder) =>
        new CheckpointFile(folder).Read(stream => (State(stream).Phase, TrainingCheckpoint.StepOf(stream)));

    private T Read<T>(Func<Stream, T> read)
    {
        if (!File.Exists(_path)) throw new CheckpointException($"There is no run to resume: {_path} does not exist.");
        try
        {
            using var stream = File.OpenRead(_path);
            return read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new CheckpointException($"{_path} cannot be used: {e.Message}", e);
        }
    }

    private static RunState State(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        stream.ReadExactly(length);
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count is <= 0 or > LongestState) throw new InvalidDataException($"It is no checkpoint: its state would be {count} bytes long.");
        var json = new byte[count];
        stream.ReadExactly(json);
        return JsonSerializer.Deserialize<RunState>(json) ?? throw new InvalidDataException("Its state is empty.");
    }

    private string Remains()
    {
        try
        {
            File.Delete(_path + ".new");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever keeps it from being written may keep it from being removed; the next save replaces it.
        }
        return File.Exists(_path)
            ? $"The checkpoint before it, {_path}, is whole: go on from there with --resume."
            : "There is no earlier checkpoint.";
    }
}
