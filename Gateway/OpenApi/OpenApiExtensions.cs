using Keeper.Gateway.Operator;
using Keeper.Protocol.Json;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Keeper.Gateway.OpenApi;

/// <summary>The operator API as an OpenAPI document, made from what the endpoints say of themselves.</summary>
internal static class OpenApiExtensions
{
    private const string Scheme = "apiKey";

    public static IServiceCollection AddOperatorDocument(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OperatorJson.Default));
        return services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = api => api.ActionDescriptor.EndpointMetadata.OfType<Operation>().Any();
            options.AddDocumentTransformer(DescribeDocument);
            options.AddOperationTransformer(DescribeOperationAsync);
            options.AddSchemaTransformer(DescribeSchemaAsync);
        });
    }

    private static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken _)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Keeper operator API",
            Version = "v1",
            Description = "Errors are problem documents (RFC 9457) that name every fault by its field.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task DescribeOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var described = context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().Single();
        operation.OperationId = described.Id;
        operation.Summary = described.Summary;
        var parameters = PathParameters(context.Description.RelativePath ?? "")
            .Concat(described.Query.Select(QueryParameter));
        operation.Parameters = [.. parameters];
        if (described.Body is not { } body)
            return;
        // Said here and not by metadata of the endpoint: routing would then refuse bodies sent under another content type,
        // which is what command-line clients do when nobody tells them.
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !described.BodyIsOptional,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body, null, cancellation) },
            },
        };
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path) =>
        from part in path.Split('/')
        where part.StartsWith('{')
        select new OpenApiParameter
        {
            Name = part.Trim('{', '}'),
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiParameter QueryParameter(OperationQuery query) => new()
    {
        Name = query.Name,
        In = ParameterLocation.Query,
        Description = query.Description,
        Schema = new OpenApiSchema
        {
            Type = query.Type switch
            {
                "integer" => JsonSchemaType.Integer,
                "number" => JsonSchemaType.Number,
                _ => JsonSchemaType.String,
            },
        },
    };

    /// <summary>Values that pass through as text have a shape all the same; say it.</summary>
    private static async Task DescribeSchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Type == typeof(RawJson) && context.JsonPropertyInfo?.Name == "arguments")
            schema.Type = JsonSchemaType.Object;
        if (context.JsonTypeInfo.Type != typeof(TaskDocument) || schema.Properties is not { } properties)
            return;
        properties["timeline"] = await context.GetOrCreateSchemaAsync(typeof(TimelineEntry[]), null, cancellation);
        var result = await context.GetOrCreateSchemaAsync(typeof(TaskResult), null, cancellation);
        result.Type |= JsonSchemaType.Null;
        properties["result"] = result;
    }
}
