namespace Streaming.Service.Flow;

/// <summary>One worker's readers: of the model in use and, while beds change over, of the one before it.</summary>
internal sealed class WorkerReaders(ModelReader first, Func<ServedModel, ModelReader> create) : IDisposable
{
    private const int Most = 2;
    private readonly List<ModelReader> _readers = [first]; // the one used last at the end

    public ModelReader For(ServedModel model)
    {
        if (ReferenceEquals(_readers[^1].Model, model)) return _readers[^1];
        var reader = _readers.Find(known => ReferenceEquals(known.Model, model)) ?? create(model);
        _readers.Remove(reader);
        _readers.Add(reader);
        if (_readers.Count > Most)
        {
            _readers[0].Dispose();
            _readers.RemoveAt(0);
        }
        return reader;
    }

    public void Dispose()
    {
        foreach (var reader in _readers) reader.Dispose();
    }
}
