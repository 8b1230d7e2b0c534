using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using Keeper.Gateway.Http;
using Keeper.Grains.Access;
using Keeper.Protocol.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Keeper.Gateway.Operator;

/// <summary>One call by a caller who has been let in, and what every call needs.</summary>
internal sealed class OperatorCall(HttpContext http, Principal principal, IGrainFactory grains, TimeProvider time)
{
    private static readonly ReadOnlySequence<byte> EmptyObject = new("{}"u8.ToArray());

    public IGrainFactory Grains => grains;

    public Principal Principal => principal;

    public HttpContext Http => http;

    /// <summary>The caller is gone.</summary>
    public CancellationToken HungUp => http.RequestAborted;

    public string Route(string name) => (string)http.GetRouteValue(name)!;

    public QueryReader Query() => new(http.Request.Query);

    public Task AnswerAsync<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        return JsonAnswer.WriteAsync(http.Response, value, type);
    }

    public Task AnswerNothingAsync()
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task RefuseAsync(Problem problem) => Problems.WriteAsync(http, problem);

    /// <summary>The body as read; <see langword="null"/> when something is wrong with it (and that has been answered).</summary>
    /// <param name="read">Reads it and notes its faults.</param>
    /// <param name="mayBeEmpty">Whether no body stands for an empty object.</param>
    /// <param name="examine">Adds the faults that cannot be seen in the body alone; called with those found so far.</param>
    public async ValueTask<T?> BodyAsync<T>(
        Func<ObjectReader, T?> read, bool mayBeEmpty = false, Func<Faults, Task>? examine = null)
        where T : class
    {
        if (await RequestBody.ReadAsync(http) is not { } body)
        {
            await RefuseAsync(Problem.TooLarge(RequestBody.MaxBytes));
            return null;
        }

        T? value = null;
        var json = mayBeEmpty && body.IsEmpty ? EmptyObject : body;
        var faults = new Faults();
        var problem = JsonBody.Read(json, faults, reader => value = read(reader));
        RequestBody.Release(http, body);
        if (problem is null && examine is not null)
            await examine(faults);
        if (!faults.None)
            problem ??= Problem.Invalid(faults);
        if (problem is not null)
            await RefuseAsync(problem);
        return problem is null ? value : null;
    }

    /// <summary>Writes down that this caller changed something. On disk when it returns, so before the caller is answered.</summary>
    public Task AuditAsync(string action, string target, string detail = "") =>
        grains.GetGrain<IAccessGrain>(0).AuditAsync(new AuditEntry(time.GetUtcNow(), principal.Name, action, target, detail));
}
