namespace Streaming.Core.Staging;

/// <summary>Names a model bundle exactly.</summary>
/// <param name="Name">The manifest's name.</param>
/// <param name="Version">The manifest's version.</param>
/// <param name="Sha256">Of <c>model.onnx</c>, lower-case hexadecimal.</param>
public sealed record ModelIdentity(string Name, string Version, string Sha256);
