using System.Net.Mime;
using System.Reflection;
using System.Text.RegularExpressions;
using FlowFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Routing;

namespace FlowFunctions.Docs.OpenApi;

/// <summary>The application's HTTP functions as ASP.NET Core describes endpoints: what Microsoft.AspNetCore.OpenApi starts from.</summary>
internal sealed class FunctionDescriptions : IApiDescriptionGroupCollectionProvider
{
    private static readonly Regex Constraint = new(@"\{(?<name>\w+):[^}]*\}", RegexOptions.NonBacktracking);

    public ApiDescriptionGroupCollection ApiDescriptionGroups { get; } = new(
        [
            new(
                null,
                [.. HttpFunctions.All.Values.Where(function => function.Methods.Count > 0).OrderBy(function => function.Declaration.MetadataToken).Select(Of)]),
        ],
        version: 1);

    private static ApiDescription Of(HttpFunction function)
    {
        var method = function.Declaration;
        var description = new ApiDescription
        {
            HttpMethod = function.Methods.Single(),
            RelativePath = Constraint.Replace(function.Route, "{${name}}"),
            ActionDescriptor = new()
            {
                AttributeRouteInfo = new AttributeRouteInfo { Name = function.Name },
                EndpointMetadata = [method, .. method.DeclaringType!.GetCustomAttributes<TagsAttribute>()],
            },
        };
        description.SetProperty(function);
        foreach (var parameter in method.GetParameters().Where(parameter => function.Route.Contains($"{{{parameter.Name}", StringComparison.Ordinal)))
        {
            // Without a type, which would need a model of it: all are texts.
            description.ParameterDescriptions.Add(new() { Name = parameter.Name!, Source = BindingSource.Path });
        }

        foreach (var answer in AnswersOf(method))
        {
            description.SupportedResponseTypes.Add(answer);
        }

        return description;
    }

    /// <summary>
    /// A status has one type here; <see cref="CallRules"/> puts an answer of several members together from as many, of which the further
    /// ones have numbers that no status has.
    /// </summary>
    private static IEnumerable<ApiResponseType> AnswersOf(MethodInfo method) =>
        method.GetCustomAttributes<AnswersAttribute>() switch
        {
            var members when members.Any() => members.Select((member, index) => new ApiResponseType
            {
                Type = member.Type,
                StatusCode = index == 0 ? StatusCodes.Status200OK : index,
                ApiResponseFormats = [new() { MediaType = MediaTypeNames.Application.Json }],
            }),
            _ => [new() { StatusCode = StatusCodes.Status200OK }],
        };
}
