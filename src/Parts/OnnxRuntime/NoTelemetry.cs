using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime
{
    /// <summary>Keeps ONNX Runtime from telling its makers what is run here.</summary>
    /// <remarks>Since 1.29 its library for Linux keeps a device id and a queue of events in the user's cache folder and names where to send them,
    /// mobile.events.data.microsoft.com. It looks at the variable when it is loaded, and at the system's environment, which
    /// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not change on Unix. Who has set the variable is left alone.</remarks>
    internal static class NoTelemetry
    {
        private const string Variable = "ORT_DISABLE_TELEMETRY";

#pragma warning disable CA2255 // a library: it has to be before anybody's first call
        [ModuleInitializer]
#pragma warning restore CA2255
        internal static void Set()
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) Environment.SetEnvironmentVariable(Variable, "1");
            else SetSystemVariable(Variable, "1", 0);
        }

        [DllImport("libc", EntryPoint = "setenv")]
        private static extern int SetSystemVariable(string name, string value, int overwrite);
    }
}
