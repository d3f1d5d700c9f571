using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Streaming.Tests.Scoring;

public sealed class NoTelemetryTests
{
    [Fact]
    public void Runtime_is_told_to_send_nothing_before_it_is_loaded()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The environment is the process's own there.");
        using var options = new SessionOptions(); // the first call loads the library
        Assert.Equal("1", Marshal.PtrToStringUTF8(SystemVariable("ORT_DISABLE_TELEMETRY\0"u8.ToArray())));
    }

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint SystemVariable(byte[] name);
}
