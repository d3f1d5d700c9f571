using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A person vouches for a night that has ended, or takes that back. Signatures are kept; what changes a stage or the lights afterwards ends
/// them (<see cref="NightLogTransaction"/>).</summary>
internal sealed class NightSigning(EditWriter writer, TimeProvider time)
{
    public Task<Signature> SignAsync(SignNightRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        RequestCheck.Author(request.Author);
        RequestCheck.Text(request.Comment, "comment", request.Withdraw ? 1 : 0);
        return writer.WriteAsync(
            transaction =>
            {
                var signature = request.Withdraw ? Withdraw(request, stored, transaction) : Sign(request, stored, transaction);
                transaction.AddAudit(
                    time.GetUtcNow(), stored.Id, null, request.Author, request.Withdraw ? "withdraw-signature" : "sign-night", signature);
                return signature;
            },
            cancellationToken);
    }

    private Signature Withdraw(SignNightRequest request, StoredStudy stored, NightLogTransaction transaction) =>
        transaction.EndSignature(
            stored.Bed, stored.Id, SignatureState.Withdrawn, request.Author, time.GetUtcNow().ToTimestamp(), $"withdrawn: {request.Comment}")
        ?? throw Refused("no signature stands");

    private Signature Sign(SignNightRequest request, StoredStudy stored, NightLogTransaction transaction)
    {
        var extent = transaction.Extent(stored.Id) ?? throw Refused("nothing of this night is decided");
        if (!extent.IsEnded) throw Refused("the night goes on; sign when it has ended");
        var stands = (ulong)transaction.ChangeSequence(stored.Id);
        if (request.ExpectedSequence != 0 && request.ExpectedSequence != stands)
        {
            throw new RpcException(new Status(
                StatusCode.Aborted, $"expected_sequence: {request.ExpectedSequence} was looked at, {stands} stands; look again"));
        }
        var (first, last) = (request.HasFirstEpoch ? request.FirstEpoch : extent.First, request.HasLastEpoch ? request.LastEpoch : extent.Last);
        if (first < extent.First || first > extent.Last) throw RequestCheck.Invalid("first_epoch", $"{first} is not in {extent.First}..{extent.Last}");
        if (last < first || last > extent.Last) throw RequestCheck.Invalid("last_epoch", $"{last} is not in {first}..{extent.Last}");
        var now = time.GetUtcNow().ToTimestamp();
        transaction.EndSignature(stored.Bed, stored.Id, SignatureState.Superseded, request.Author, now, "signed again");
        var signature = new Signature
        {
            StudyId = stored.Id,
            Author = request.Author,
            At = now,
            FirstEpoch = first,
            LastEpoch = last,
            Comment = request.Comment,
            State = SignatureState.Standing,
        };
        transaction.AddSignature(stored.Bed, signature);
        return signature;
    }

    private static RpcException Refused(string why) => new(new Status(StatusCode.FailedPrecondition, why));
}
