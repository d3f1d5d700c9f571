using System.Buffers;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <content>The response: headers, messages, one at a time, and the status at its end.</content>
internal sealed partial class HttpServerCall
{
    private readonly MessageSerialization _serialization = new(host.Options.MaxSendMessageSize, largestWhole: MessagePieces.PieceBytes);
    private bool _headersSet;
    private bool _bodyWritten;
    private int _writing;
    private int _finished;

    // The request must not return while the deadline is still writing the status.
    private TaskCompletionSource? _ended;

    /// <summary>Writes a message; with a flush it waits until the peer's window or the response buffer has room.</summary>
    /// <exception cref="InvalidOperationException">Another write is in progress, or the call has ended.</exception>
    /// <exception cref="OperationCanceledException">The token fired; a message half sent resets the call.</exception>
    public async ValueTask WriteMessageAsync<T>(T message, Marshaller<T> marshaller, bool flush, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        BeginWrite();
        try
        {
            SetResponseHeaders();
            var pieces = _serialization.Write(message, marshaller, HttpContext.Response.BodyWriter);
            _bodyWritten = true;
            if (pieces is not null)
                await SendAsync(pieces, cancellationToken).ConfigureAwait(false);
            else if (flush)
                await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>Ends the response with a status, once: handler and deadline may both call it, and the later one waits for the earlier.</summary>
    public async Task FinishAsync(Status status)
    {
        if (Interlocked.Exchange(ref _finished, 1) != 0)
        {
            await (_ended?.Task ?? Task.CompletedTask).ConfigureAwait(false);
            return;
        }

        try
        {
            await EndResponseAsync(status).ConfigureAwait(false);
        }
        finally
        {
            _ended?.TrySetResult();
        }
    }

    private async Task EndResponseAsync(Status status)
    {
        _timer?.Dispose();
        if (_peerGone || HttpContext.RequestAborted.IsCancellationRequested)
            return;
        Log.CallEnded(host.Logger, Method, status.StatusCode);
        if (_serialization.IsTorn || Interlocked.CompareExchange(ref _writing, 1, 0) != 0)
        {
            // Bytes of an unfinished message are in the pipe: no trailers can follow them.
            Log.ResetDuringWrite(host.Logger, Method);
            HttpContext.Abort();
            return;
        }

        SetResponseHeaders();
        if (isWeb)
            WriteTrailersFrame(status);
        else
            SetTrailers(status);
        await HttpContext.Response.CompleteAsync().ConfigureAwait(false);
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (HttpContext.Response.HasStarted)
            throw new InvalidOperationException("The response headers have been sent already.");
        BeginWrite();
        try
        {
            SetResponseHeaders();
            foreach (var entry in responseHeaders)
                HttpContext.Response.Headers.Append(entry.Key, entry.ToHeaderValue());
            await FlushAsync(CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    private void BeginWrite()
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) != 0)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress; await it first.");
        if (Volatile.Read(ref _finished) == 0)
            return;
        Volatile.Write(ref _writing, 0);
        throw new InvalidOperationException("Can't write the message because the call has ended.");
    }

    private async ValueTask SendAsync(MessagePieces pieces, CancellationToken cancellationToken)
    {
        _serialization.IsTorn = true;
        foreach (var piece in pieces.All)
        {
            HttpContext.Response.BodyWriter.Write(piece.Span);
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        _serialization.IsTorn = false;
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        System.IO.Pipelines.FlushResult result;
        try
        {
            result = await HttpContext.Response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsDisconnect(e))
        {
            _peerGone = true;
            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!result.IsCompleted && !result.IsCanceled)
            return;
        _peerGone = true;
        throw new OperationCanceledException("The peer no longer takes the response.");
    }

    private void SetResponseHeaders()
    {
        if (_headersSet)
            return;
        _headersSet = true;
        HttpContext.Response.ContentType = isWeb ? GrpcHeaders.WebContentType + "+proto" : GrpcHeaders.ContentType;
    }

    private void OnDeadline()
    {
        _deadlinePassed = true;
        // The handler learns first; one that does not listen must not keep the client waiting for the status.
        try
        {
            _deadlineCancellation!.Cancel();
        }
        catch (AggregateException e)
        {
            Log.HandlerThrew(host.Logger, Method, e);
        }

        _ = FinishAsync(DeadlineStatus());
    }
}
