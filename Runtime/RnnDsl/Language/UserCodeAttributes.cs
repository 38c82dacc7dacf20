namespace RnnDsl;

/// <summary>
/// A method of the class itself as a layer: static or not, <c>Tensor Warp(Tensor x)</c> or <c>Tensor Warp(Tensor x, Tensor? lengths)</c>. Its input is
/// [batch, time, features], in a single step [batch, features]; its output has the same shape up to the number of features.
/// </summary>
public sealed class ApplyAttribute : LayerAttribute
{
    /// <summary>The given method.</summary>
    /// <param name="method">The name of the method: <c>nameof(Warp)</c>.</param>
    public ApplyAttribute(string method) => Method = method;

    /// <summary>The name of the method.</summary>
    public string Method { get; }

    /// <summary>The number of output features: an integer, or the text of a constructor parameter. Default: unchanged.</summary>
    public object? Features { get; set; }
}

/// <summary>
/// A user-defined module as a layer, a <c>nn.Module&lt;Tensor, Tensor&gt;</c> with a constructor without parameters or with one, the number of
/// input features. Its input is [batch, time, features], in a single step [batch, features]. It is registered under the name of the layer.
/// </summary>
public sealed class ModuleAttribute : LayerAttribute
{
    /// <summary>A module that keeps the number of features.</summary>
    /// <param name="module">The type of the module.</param>
    public ModuleAttribute(Type module) => Module = module;

    /// <summary>A module with <paramref name="features"/> output features.</summary>
    /// <param name="module">The type of the module.</param>
    /// <param name="features">The number of output features.</param>
    public ModuleAttribute(Type module, int features) => (Module, Features) = (module, features);

    /// <inheritdoc cref="ModuleAttribute(Type, int)"/>
    public ModuleAttribute(Type module, string features) => (Module, Features) = (module, features);

    /// <summary>The type of the module.</summary>
    public Type Module { get; }

    /// <summary>The number of output features: an integer, or the text of a constructor parameter; <c>null</c> if unchanged.</summary>
    public object? Features { get; }
}
