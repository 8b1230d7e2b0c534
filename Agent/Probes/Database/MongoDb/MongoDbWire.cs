using System.Text;

namespace Keeper.Agent.Probes.Database.MongoDb;

/// <summary>Commands of MongoDB as OP_MSG (its manual, "MongoDB Wire Protocol").</summary>
internal sealed class MongoDbWire(DatabaseSession session)
{
    private const int OpMsg = 2013;
    private const int HeaderLength = 16;

    private int _request;

    /// <summary>Sends a command and reads the answer, whatever it is.</summary>
    public async Task<BsonFields> CallAsync(BsonWriter command, CancellationToken ct)
    {
        var body = command.Finish();
        await session.WriteAsync(
            new ByteWriter().Int32(body.Length + HeaderLength + 5).Int32(++_request).Int32(0).Int32(OpMsg)
                .Int32(0).Byte(0).Bytes(body.Span).Written, ct);
        var length = Length((await session.ReadAsync(HeaderLength, ct)).Span);
        return Document((await session.ReadAsync(length - HeaderLength, ct)).Span);
    }

    /// <summary>The same, and an answer that is not OK is a fault.</summary>
    public async Task<BsonFields> DemandAsync(BsonWriter command, CancellationToken ct)
    {
        var answer = await CallAsync(command, ct);
        return answer.Is("ok") ? answer : throw new DatabaseFault($"{answer.Text("errmsg") ?? "the server refuses without a reason"} ({answer.Number("code")})");
    }

    private int Length(ReadOnlySpan<byte> header)
    {
        var reader = new ByteReader(header);
        var length = reader.Int32();
        reader.Int32();
        var (answerTo, code) = (reader.Int32(), reader.Int32());
        return code == OpMsg && answerTo == _request && length is > HeaderLength and <= HeaderLength + DatabaseSession.MaxKept
            ? length
            : throw new DatabaseFault($"this is no MongoDB: it says '{Encoding.Latin1.GetString(header)}'");
    }

    private static BsonFields Document(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        reader.Int32(); // Flags: none of them concerns the first section.
        return reader.Byte() == 0
            ? BsonFields.Read(reader.Rest)
            : throw new DatabaseFault("the server's answer does not begin with a document");
    }
}
