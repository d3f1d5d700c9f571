namespace Streaming.Scoring;

/// <summary>A model bundle that must not be served.</summary>
/// <param name="folder">The bundle.</param>
/// <param name="field">What is wrong: a path into the manifest (<c>renderSpec.signal.lossLimit</c>), a file's name, or a tensor's (<c>model.onnx:
/// logits</c>).</param>
/// <param name="value">What it is.</param>
/// <param name="expected">What it would have to be.</param>
/// <param name="cause">What raised it, if anything did.</param>
public sealed class ModelBundleException(string folder, string field, string value, string expected, Exception? cause = null)
    : Exception($"Model bundle {folder}: {field} is {value}; expected {expected}.", cause)
{
    public string Folder { get; } = folder;

    public string Field { get; } = field;

    public string Value { get; } = value;

    public string Expected { get; } = expected;
}
