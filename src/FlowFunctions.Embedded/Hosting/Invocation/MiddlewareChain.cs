using Microsoft.Azure.Functions.Worker.Middleware;

namespace FlowFunctions.Embedded.Hosting.Invocation;

/// <summary>The middleware of an application, outermost first.</summary>
internal sealed class MiddlewareChain
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    public FunctionExecutionDelegate Around(FunctionExecutionDelegate innermost) =>
        _middleware.AsEnumerable().Reverse().Aggregate(innermost, (next, middleware) => middleware(next));
}
