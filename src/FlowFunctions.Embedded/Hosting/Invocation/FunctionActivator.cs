using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>Creates function classes with their dependencies from the invocation's scope.</summary>
internal sealed class FunctionActivator : IFunctionActivator
{
    public object CreateInstance(Type instanceType, FunctionContext context) =>
        ActivatorUtilities.CreateInstance(context.InstanceServices, instanceType);
}
