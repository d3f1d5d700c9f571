using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Streaming.Scoring;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Looks at the bundle's folder for another model, loads and warms it beside the line, and puts it on the shelf. What does not fit is refused,
/// and the model in use stays. See docs/decisions/0013-a-model-is-swapped-at-an-epoch-boundary.md.</summary>
internal sealed partial class ModelWatch(
    ModelShelf models, IOptions<ScoringOptions> options, WardNotice notice, TimeProvider time, ILoggerFactory loggers, ILogger<ModelWatch> logger)
    : BackgroundService
{
    public const string Cause = "model-refused";
    private string _seen = ""; // the last look that was acted upon
    private string _last = "";

    /// <summary>Why the folder's bundle is not served, or null.</summary>
    public string? Refusal { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (models.Current.Folder is not { } folder || options.Value.WatchSeconds == 0) return;
        _seen = _last = Look(folder);
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.WatchSeconds), time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken)) await ConsiderAsync(folder, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task ConsiderAsync(string folder, CancellationToken cancellationToken)
    {
        var now = Look(folder);
        // Three files cannot be replaced at once: only what has stayed as it is from one look to the next is taken for whole.
        var isSettled = now == _last;
        _last = now;
        if (!isSettled || now == _seen) return;
        _seen = now;
        // Not on the pool's own threads for long, and never in a bed's way.
        await Task.Run(() => Take(folder), cancellationToken);
    }

    private void Take(string folder)
    {
        try
        {
            var bundle = ModelBundle.Load(folder);
            if (bundle.DecisionSha256 != models.Current.DecisionSha256) Serve(bundle);
            Refusal = null;
            notice.End(Cause);
        }
        catch (Exception refusal) when (refusal is ModelBundleException or CudaUnavailableException or IOException or UnauthorizedAccessException)
        {
            Refusal = refusal.Message;
            LogRefused(models.Current.Identity.Name, models.Current.Identity.Version, refusal.Message);
            notice.Raise(Cause, "the model that was put in place is refused; the one before it goes on", AdvisoryPriority.Medium);
        }
    }

    private void Serve(ModelBundle bundle)
    {
        // The pool of the model before lives as long as workers and open questions hold it.
        var next = ServedModel.Of(new StagerPool(bundle, options.Value, loggers.CreateLogger<StagerPool>()));
        models.Put(next);
        LogServes(next.Identity.Name, next.Identity.Version, next.Identity.Sha256);
    }

    /// <summary>Whether anything changed, without reading what is large.</summary>
    private static string Look(string folder)
    {
        try
        {
            var manifest = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ModelBundle.ManifestName))));
            var graph = new FileInfo(Path.Combine(folder, ModelBundle.ModelFile));
            return FormattableString.Invariant($"{manifest} {(graph.Exists ? graph.Length : -1)} {graph.LastWriteTimeUtc.Ticks}");
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return absent.GetType().Name;
        }
    }

    [LoggerMessage(3005, LogLevel.Information, "Model {Name} {Version} ({Sha256}) is served from each bed's next epoch on")]
    private partial void LogServes(string name, string version, string sha256);

    [LoggerMessage(3006, LogLevel.Error, "The bundle that was put in place is refused and {Name} {Version} goes on: {Reason}")]
    private partial void LogRefused(string name, string version, string reason);
}
