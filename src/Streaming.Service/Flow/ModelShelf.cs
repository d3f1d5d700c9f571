namespace Streaming.Service.Flow;

/// <summary>The model that epochs are to be read with from now on. Each bed takes it at its next epoch.</summary>
internal sealed class ModelShelf(ServedModel first)
{
    private volatile ServedModel _current = first;

    public ServedModel Current => _current;

    /// <summary>Puts another in its place; it must be warm.</summary>
    public void Put(ServedModel model) => _current = model;
}
