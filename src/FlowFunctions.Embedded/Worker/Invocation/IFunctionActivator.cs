namespace Microsoft.Azure.Functions.Worker;

/// <summary>Creates the object whose method is the function, once per invocation. Register another one to replace it.</summary>
public interface IFunctionActivator
{
    object? CreateInstance(Type instanceType, FunctionContext context);
}
