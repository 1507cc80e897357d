using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace GridGrains.Gateway;

/// <summary>
/// SignalR's JSON protocol, except that every error is a problem as JSON and nothing else: SignalR puts words of its own before the
/// message of a <see cref="HubException"/>, and has only words where a call does not fit a method.
/// </summary>
internal sealed class RefusalProtocol(JsonHubProtocol json) : IHubProtocol
{
    private const string BeforeMessage = nameof(HubException) + ": ";

    public string Name => json.Name;

    public int Version => json.Version;

    public TransferFormat TransferFormat => json.TransferFormat;

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (true)
        {
            var before = input.Length;
            if (json.TryParseMessage(ref input, binder, out message))
                return true;
            // A message of a type that is not known yet is passed over, and so was what follows it until more came.
            if (input.Length == before)
                return false;
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(WithProblem(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(WithProblem(message));

    private static HubMessage WithProblem(HubMessage message) =>
        message is CompletionMessage { Error: { } error, InvocationId: { } id } ? CompletionMessage.WithError(id, ToProblem(error)) : message;

    private static string ToProblem(string error)
    {
        var at = error.IndexOf(BeforeMessage, StringComparison.Ordinal);
        if (at >= 0 && error.AsSpan(at + BeforeMessage.Length) is ['{', ..] problem)
            return problem.ToString();
        return Problem.Malformed("there is no such method on this hub, or its arguments are of another number or type").ToJson();
    }
}
