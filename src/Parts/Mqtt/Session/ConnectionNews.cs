using Microsoft.Extensions.Logging;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>How the client's connection stands, and who is told of it: the log, the handlers, whoever waits to be connected.</summary>
internal sealed class ConnectionNews(MqttClientOptions options, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly string _role = options.Role ?? options.ClientId;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Connected and Disconnected, in order.</summary>
    public event Action<MqttConnectionChange>? Changed;

    public MqttConnectionState State { get; private set; }

    /// <summary>Completes at once when connected, else with the next connection.</summary>
    public Task WaitForConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _connected.Task.WaitAsync(cancellationToken);
    }

    /// <summary>An attempt begins; told to nobody.</summary>
    public void Begin() => State = MqttConnectionState.Connecting;

    /// <summary>The attempt was called off; told to nobody.</summary>
    public void CallOff() => State = MqttConnectionState.Disconnected;

    public void Connected(bool sessionPresent)
    {
        lock (_gate)
        {
            State = MqttConnectionState.Connected;
            _connected.TrySetResult();
        }

        MqttLog.Connected(logger, options.Host, options.Port, _role, sessionPresent);
        Raise(new MqttConnectionChange(MqttConnectionState.Connected, sessionPresent, null));
    }

    public void Disconnected(MqttDisconnect end)
    {
        lock (_gate)
        {
            State = MqttConnectionState.Disconnected;
            if (_connected.Task.IsCompletedSuccessfully)
                _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (end.Cause == MqttDisconnectCause.Requested)
            MqttLog.Closed(logger, options.Host, options.Port, _role);
        else
            MqttLog.Lost(logger, options.Host, options.Port, _role, end.Cause, end.Message);
        Raise(new MqttConnectionChange(MqttConnectionState.Disconnected, false, end));
    }

    /// <summary>There will be no connection any more.</summary>
    public void Close()
    {
        _connected.TrySetException(new ObjectDisposedException(nameof(MqttClient)));
        _ = _connected.Task.Exception; // observed: nobody may be waiting
    }

    private void Raise(MqttConnectionChange change)
    {
        try
        {
            Changed?.Invoke(change);
        }
        catch (Exception exception)
        {
            MqttLog.HandlerFailed(logger, exception); // a handler's error must not end the connection
        }
    }
}
