using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AnaplanSimulator.Http;

/// <summary>A request and the world that it fell into, which a reset meanwhile does not change.</summary>
internal sealed record Call(HttpContext Context, World World)
{
    public static Call Of(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(Call), out var known))
            return (Call)known!;
        var call = new Call(context, context.RequestServices.GetRequiredService<Simulation>().World);
        context.Items[typeof(Call)] = call;
        return call;
    }

    /// <summary>A parameter of an endpoint.</summary>
    public static ValueTask<Call?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Call?>(Of(context));
}
