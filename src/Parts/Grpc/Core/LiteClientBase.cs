namespace Grpc.Core;

/// <summary>Base of clients generated with the "lite_client" option.</summary>
public abstract class LiteClientBase
{
    protected LiteClientBase() : this(new UnusableCallInvoker())
    {
    }

    protected LiteClientBase(ChannelBase channel) : this(channel.CreateCallInvoker())
    {
    }

    protected LiteClientBase(CallInvoker callInvoker)
    {
        ArgumentNullException.ThrowIfNull(callInvoker);
        CallInvoker = callInvoker;
    }

    protected CallInvoker CallInvoker { get; }
}
