using System.Reflection;
using AnaplanSimulator.Tasks;
using Microsoft.AspNetCore.Http;

namespace AnaplanSimulator.Http;

/// <summary>A request to a model that exists: <see cref="Gate"/> has seen to that.</summary>
internal sealed record ModelCall(HttpContext Context, World World, Model Model)
{
    /// <summary>A parameter of an endpoint.</summary>
    public static ValueTask<ModelCall?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Items.TryGetValue(typeof(Model), out var model) ? new ModelCall(context, Call.Of(context).World, (Model)model!) : null);
}
