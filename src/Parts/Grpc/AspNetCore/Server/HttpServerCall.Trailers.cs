using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <content>The status and trailers at the response's end.</content>
internal sealed partial class HttpServerCall
{
    private void SetTrailers(Status status)
    {
        foreach (var (name, value) in TrailersOf(status))
        {
            // A response without a message carries its status in the only header block there is.
            if (_bodyWritten || HttpContext.Response.HasStarted)
                HttpContext.Response.AppendTrailer(name, value);
            else
                HttpContext.Response.Headers.Append(name, value);
        }
    }

    private void WriteTrailersFrame(Status status)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in TrailersOf(status))
            text.Append(name).Append(':').Append(value).Append("\r\n");
        var body = HttpContext.Response.BodyWriter;
        var span = body.GetSpan(Frame.HeaderLength + text.Length);
        Frame.WriteHeader(span, Frame.WebTrailers, text.Length);
        Encoding.ASCII.GetBytes(text.ToString(), span[Frame.HeaderLength..]);
        body.Advance(Frame.HeaderLength + text.Length);
    }

    private IEnumerable<(string Name, string Value)> TrailersOf(Status status)
    {
        yield return (GrpcHeaders.Status, ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0)
            yield return (GrpcHeaders.Message, PercentEncoding.Encode(status.Detail));
        foreach (var entry in _trailers ?? Metadata.Empty)
        {
            if (!HeaderMetadata.IsTransport(entry.Key))
                yield return (entry.Key, entry.ToHeaderValue());
        }
    }
}
