using System.Globalization;
using System.Text;

namespace Streaming.Tests.Core.Rendering;

/// <summary>The first signal of the real recording, read by its header's own numbers.</summary>
internal static class RealSignal
{
    public static float[] DynamoMicrovolts()
    {
        var bytes = File.ReadAllBytes(SharedData.FileOrSkip("dynamo", "dynamo.edf"));
        var signals = (int)Number(bytes, 252, 4);
        double Field(int offset) => Number(bytes, 256 + offset * signals, 8);
        var (physicalMin, physicalMax, digitalMin, digitalMax) = (Field(104), Field(112), Field(120), Field(128));
        var gain = (physicalMax - physicalMin) / (digitalMax - digitalMin);
        var perRecord = Enumerable.Range(0, signals).Select(i => (int)Number(bytes, 256 + 216 * signals + 8 * i, 8)).ToArray();
        var (values, step) = (new List<float>(), 2 * perRecord.Sum());
        for (var record = (int)Number(bytes, 184, 8); record + step <= bytes.Length; record += step)
        {
            for (var i = 0; i < perRecord[0]; i++)
                values.Add((float)(physicalMin + (BitConverter.ToInt16(bytes, record + 2 * i) - digitalMin) * gain));
        }
        return [.. values];
    }

    private static double Number(byte[] bytes, int offset, int length) =>
        double.Parse(Encoding.ASCII.GetString(bytes, offset, length).Trim(), CultureInfo.InvariantCulture);
}
