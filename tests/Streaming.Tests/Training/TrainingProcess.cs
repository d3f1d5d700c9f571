namespace Streaming.Tests.Training;

/// <summary>The offline module as people start it.</summary>
internal static class TrainingProcess
{
    /// <summary>What a verb said that did its work.</summary>
    public static async Task<string> DoneAsync(params string[] words)
    {
        var (status, output, error) = await RunAsync(words);
        Assert.True(status == 0, $"{words[0]} ended with {status}: {error}\n{output}");
        return output;
    }

    /// <summary>The reason of one that could not.</summary>
    public static async Task<string> RefusedAsync(params string[] words)
    {
        var (status, output, error) = await RunAsync(words);
        Assert.True(status == 1, $"{words[0]} ended with {status}: {error}\n{output}");
        return error;
    }

    public static Task<(int Status, string Output, string Error)> RunAsync(params string[] words) => ProgramProcess.RunAsync("Streaming.Training", words);
}
