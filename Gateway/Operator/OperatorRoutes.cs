using System.Net.Mime;
using Keeper.Gateway.Http;
using Keeper.Gateway.Listeners;
using Keeper.Grains.Access;
using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Keeper.Gateway.Operator;

/// <summary>Adds calls to the operator API: guarded, for one role and up, and described.</summary>
internal sealed class OperatorRoutes(IEndpointRouteBuilder routes, OperatorGate gate, RequestGuard guard)
{
    public void Get(string path, Role role, OperatorHandler handler, Operation operation) => Map("GET", path, role, handler, operation);

    public void Put(string path, Role role, OperatorHandler handler, Operation operation) => Map("PUT", path, role, handler, operation);

    public void Post(string path, Role role, OperatorHandler handler, Operation operation) => Map("POST", path, role, handler, operation);

    public void Delete(string path, Role role, OperatorHandler handler, Operation operation) => Map("DELETE", path, role, handler, operation);

    private void Map(string method, string path, Role role, OperatorHandler handler, Operation operation)
    {
        var endpoint = routes
            .MapMethods(ListenerGate.OperatorBase + path, [method], guard.Around(operation.Id, gate.Require(role, handler)))
            .On(Listener.Operator)
            // The API explorer looks for the method behind an endpoint and leaves out endpoints that have none.
            .WithMetadata(handler.Method, operation, new EndpointNameMetadata(operation.Id), new TagsAttribute(path.Split('/')[1]));
        endpoint.WithMetadata(operation.Answer is { } answer
            ? new ProducesResponseTypeMetadata(operation.Status, answer, [MediaTypeNames.Application.Json])
            : new ProducesResponseTypeMetadata(operation.Status));
        foreach (var status in ProblemsOf(operation))
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [Problems.ContentType]));
    }

    private static IEnumerable<int> ProblemsOf(Operation operation)
    {
        IEnumerable<int> common = [400, 401, 403];
        return common.Concat(operation.Body is null ? [] : [413]).Concat(operation.Problems).Append(500).Distinct();
    }
}
