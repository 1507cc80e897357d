using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A method of a grain or observer interface, ready to be called.</summary>
internal abstract class GrainMethod
{
    private readonly string name;
    private readonly TypeCheck[] arguments;
    private readonly int tokenAt;

    protected GrainMethod(MethodInfo declared, Type result)
    {
        name = $"{declared.DeclaringType!.Name}.{declared.Name}";
        OneWay = declared.ReturnType == typeof(void) || declared.IsDefined(typeof(OneWayAttribute));
        AlwaysInterleave = declared.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = declared.IsDefined(typeof(ReadOnlyAttribute));
        ResponseTimeout = declared.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        arguments = [.. declared.GetParameters().Select(parameter => TypeCheck.Of(parameter.ParameterType))];
        tokenAt = Array.FindIndex(declared.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
        Result = TypeCheck.Of(result);
    }

    public bool OneWay { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    /// <summary>How long its callers wait; null: as long as the silo's options say.</summary>
    public TimeSpan? ResponseTimeout { get; }

    public TypeCheck Result { get; }

    public static GrainMethod Of(MethodInfo declared)
    {
        var returned = declared.ReturnType;
        if (returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask))
            return new PlainMethod(declared);
        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        if (shape == typeof(Task<>) || shape == typeof(ValueTask<>))
            return (GrainMethod)Activator.CreateInstance(typeof(ResultMethod<>).MakeGenericType(returned.GenericTypeArguments), declared)!;
        throw new NotSupportedException(
            $"{declared.DeclaringType}.{declared.Name} returns {returned}; allowed are Task, Task<T>, ValueTask and ValueTask<T>.");
    }

    /// <summary>Sends a call through the reference and gives what the interface's method returns.</summary>
    public object? Call(GrainProxy via, object?[] given)
    {
        for (var i = 0; i < given.Length; i++)
            given[i] = arguments[i].Admit(given[i]);
        return Send(via, given);
    }

    /// <summary>The token among the arguments, by which the caller can give the call up.</summary>
    public CancellationToken TokenIn(object?[] given) => tokenAt < 0 ? default : (CancellationToken)given[tokenAt]!;

    public override string ToString() => name;

    protected abstract object? Send(GrainProxy via, object?[] given);

    /// <summary>A delegate that calls the method on an object with its arguments in an array.</summary>
    protected static Func<object, object?[], TReturned> Compile<TReturned>(MethodInfo declared)
    {
        var body = Expression.Parameter(typeof(object));
        var given = Expression.Parameter(typeof(object?[]));
        var arguments = declared.GetParameters().Select((parameter, i) =>
            Expression.Convert(Expression.ArrayIndex(given, Expression.Constant(i)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(body, declared.DeclaringType!), declared, arguments);
        if (declared.ReturnType == typeof(void))
            call = Expression.Block(call, Expression.Default(typeof(TReturned)));
        else if (declared.ReturnType != typeof(TReturned))
            call = Expression.New(typeof(TReturned).GetConstructor([declared.ReturnType])!, call);
        return Expression.Lambda<Func<object, object?[], TReturned>>(call, body, given).Compile();
    }
}

/// <summary>A method that returns a Task or ValueTask of a result.</summary>
internal sealed class ResultMethod<TResult>(MethodInfo declared) : GrainMethod(declared, typeof(TResult))
{
    private readonly Lazy<Func<object, object?[], ValueTask<TResult>>> invoke = new(() => Compile<ValueTask<TResult>>(declared));
    private readonly bool isValueTask = declared.ReturnType == typeof(ValueTask<TResult>);

    public ValueTask<TResult> Invoke(object body, object?[] arguments) => invoke.Value(body, arguments);

    protected override object Send(GrainProxy via, object?[] given)
    {
        var call = new ResultCall<TResult>(this, given, via.Silo) { SentAt = via.Silo.Now };
        call.AnswerWhenCancelled();
        via.Send(call);
        var answer = OneWay ? Task.FromResult(default(TResult)!) : call.Answer;
        return isValueTask ? new ValueTask<TResult>(answer) : answer;
    }
}

/// <summary>A method that returns a Task, a ValueTask or nothing.</summary>
internal sealed class PlainMethod(MethodInfo declared) : GrainMethod(declared, typeof(void))
{
    private readonly Lazy<Func<object, object?[], ValueTask>> invoke = new(() => Compile<ValueTask>(declared));
    private readonly Type returned = declared.ReturnType;

    public ValueTask Invoke(object body, object?[] arguments) => invoke.Value(body, arguments);

    protected override object? Send(GrainProxy via, object?[] given)
    {
        var call = new PlainCall(this, given, via.Silo) { SentAt = via.Silo.Now };
        call.AnswerWhenCancelled();
        via.Send(call);
        var answer = OneWay ? Task.CompletedTask : call.Answer;
        return returned == typeof(Task) ? answer : returned == typeof(ValueTask) ? new ValueTask(answer) : null;
    }
}
