using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;

namespace Streaming.Scoring;

/// <summary>A folder with <c>model.onnx</c>, <c>manifest.json</c> and <c>card.md</c> that was found to fit together. docs/model-manifest.md is its
/// contract.</summary>
public sealed class ModelBundle
{
    /// <summary>The graph.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>What the graph expects and means.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>For people: what it was trained and tested on, and its limits.</summary>
    public const string CardFile = "card.md";

    private const string PartExtension = ".part";

    private ModelBundle(string folder, ModelManifest manifest, byte[] model, string card) =>
        (Folder, Manifest, Model, Card) = (folder, manifest, model, card);

    public string Folder { get; }

    public ModelManifest Manifest { get; }

    /// <summary>Name, version and hash; on every result.</summary>
    public ModelIdentity Identity => Manifest.Identity;

    /// <summary>The picture the network reads.</summary>
    public RenderSpec Spec => Manifest.RenderSpec;

    /// <summary>Of everything that shapes rows before they are drawn: bundles with the same one can go on with each other's sessions.</summary>
    public string SignalSha256 =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Spec.Signal, ManifestJson.Default.SignalSpec)));

    /// <summary>Of everything that a stage rests on, the graph among it: bundles with the same one decide alike. What was measured of a bundle, or written
    /// of it, does not count.</summary>
    public string DecisionSha256 => Manifest.DecisionSha256;

    /// <summary>The card's text.</summary>
    public string Card { get; }

    /// <summary>The bytes that were hashed: the file is not read again.</summary>
    internal byte[] Model { get; }

    /// <summary>Reads a bundle and checks everything that can be checked without an image.</summary>
    /// <exception cref="ModelBundleException">Something is missing or does not fit; names the field, its value and what was expected.</exception>
    public static ModelBundle Load(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw new ModelBundleException(folder, "folder", "missing", "a folder with model.onnx, manifest.json and card.md");
        var manifest = ManifestFile.Read(folder, Read(folder, ManifestName));
        ManifestChecks.Check(folder, manifest);
        var model = Read(folder, ModelFile);
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (hash != manifest.Sha256) throw new ModelBundleException(folder, "sha256", $"'{manifest.Sha256}'", $"'{hash}', the hash of {ModelFile}");
        var card = System.Text.Encoding.UTF8.GetString(Read(folder, CardFile));
        CheckGraph(folder, manifest, model);
        var bundle = new ModelBundle(folder, manifest, model, card);
        foreach (var variant in manifest.Variants ?? []) bundle.ReadVariant(variant);
        return bundle;
    }

    /// <summary>The bytes of another form of the graph.</summary>
    /// <exception cref="ModelBundleException">The file is missing, or is not the one the manifest speaks of.</exception>
    internal byte[] ReadVariant(ModelVariant variant)
    {
        var model = Read(Folder, variant.File);
        var hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (hash != variant.Sha256)
            throw new ModelBundleException(Folder, $"variants.{variant.Name}.sha256", $"'{variant.Sha256}'", $"'{hash}', the hash of {variant.File}");
        return model;
    }

    /// <summary>Writes a bundle and loads it again, so that what cannot be served is not left unnoticed.</summary>
    /// <param name="folder">Made if absent; its three files are replaced.</param>
    /// <param name="manifest">Its hash is filled in.</param>
    /// <param name="model">The ONNX file.</param>
    /// <param name="card">Markdown.</param>
    /// <exception cref="ModelBundleException">As <see cref="Load"/>.</exception>
    public static ModelBundle Write(string folder, ModelManifest manifest, ReadOnlySpan<byte> model, string card)
    {
        Directory.CreateDirectory(folder);
        manifest = manifest with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(model)) };
        (string Name, byte[] Bytes)[] files = [(ModelFile, [.. model]), (CardFile, Text(card)), (ManifestName, Text(manifest.ToJson()))];
        try
        {
            foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Combine(folder, name + PartExtension), bytes);
            foreach (var (name, _) in files) File.Move(Path.Combine(folder, name + PartExtension), Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            foreach (var (name, _) in files) File.Delete(Path.Combine(folder, name + PartExtension)); // of a disk that refused: the bundle before it is whole
        }
        return Load(folder);
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte[] Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new ModelBundleException(folder, name, "missing", "a file");
        return File.ReadAllBytes(path);
    }

    private static void CheckGraph(string folder, ModelManifest manifest, byte[] model)
    {
        try
        {
            using var options = SessionSettings.ForCpu();
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL; // only its inputs and outputs are looked at: a third of the time
            using var session = new InferenceSession(model, options);
            GraphChecks.Check(folder, manifest, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelBundleException(folder, ModelFile, "refused by the engine", $"a graph ONNX Runtime loads ({e.Message})", e);
        }
    }
}
