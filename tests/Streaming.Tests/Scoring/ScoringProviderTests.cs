using Microsoft.Extensions.Logging;
using Streaming.Scoring;
using Xunit;

namespace Streaming.Tests.Scoring;

public sealed class ScoringProviderTests : IDisposable
{
    private static readonly bool s_cudaIsHere = File.Exists(Path.Combine(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so"));
    private readonly TinyModel _tiny = new();

    [Fact]
    public void Cuda_that_cannot_be_had_fails_the_start_and_names_the_library()
    {
        if (s_cudaIsHere) Assert.Skip("the CUDA provider is here");
        var failure = Assert.Throws<CudaUnavailableException>(() => Pool(ScoringProvider.Cuda, new Lines()));
        Assert.Contains("libonnxruntime_providers_cuda.so", failure.Message, StringComparison.Ordinal);
        Assert.Contains("OnnxRuntimeCuda", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_without_cuda_stages_on_the_cpu_and_says_why_in_one_line()
    {
        if (s_cudaIsHere) Assert.Skip("the CUDA provider is here");
        var lines = new Lines();
        using var pool = Pool(ScoringProvider.Auto, lines);
        Assert.Equal("cpu", pool.Provider);
        Assert.Contains("libonnxruntime_providers_cuda.so", Assert.Single(lines.Of(4002)), StringComparison.Ordinal);
        Assert.Empty(lines.Warnings); // nobody built for a GPU here: nothing to be warned of at each start
    }

    [Fact]
    public void Cpu_says_nothing_of_cuda()
    {
        var lines = new Lines();
        using var pool = Pool(ScoringProvider.Cpu, lines);
        Assert.Empty(lines.Of(4002));
        Assert.InRange(pool.Workers, 1, 16);
    }

    public void Dispose() => _tiny.Dispose();

    private StagerPool Pool(ScoringProvider provider, Lines lines) => new(_tiny.Write(), new ScoringOptions { Provider = provider }, lines);

    private sealed class Lines : ILogger<StagerPool>
    {
        private readonly List<(EventId Event, LogLevel Level, string Text)> _lines = [];

        public IEnumerable<string> Warnings => _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text);

        public IEnumerable<string> Of(int id) => _lines.Where(line => line.Event.Id == id).Select(line => line.Text);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _lines.Add((eventId, logLevel, formatter(state, exception)));
        }
    }
}
