namespace RnnDsl;

/// <summary>
/// A method of the class itself: static or not, <c>Tensor Warp(Tensor x)</c> or <c>Tensor Warp(Tensor x, Tensor? lengths)</c>. It is given
/// [batch, time, features], in a single step [batch, features], and gives the same shape or one with other features.
/// </summary>
public sealed class ApplyAttribute : LayerAttribute
{
    /// <summary>The given method.</summary>
    /// <param name="method">Its name: <c>nameof(Warp)</c>.</param>
    public ApplyAttribute(string method) => Method = method;

    /// <summary>The method's name.</summary>
    public string Method { get; }

    /// <summary>How many features the method gives: a number, or the text of a constructor parameter. Without it they stay as many.</summary>
    public object? Features { get; set; }
}

/// <summary>
/// A module of your own, a <c>nn.Module&lt;Tensor, Tensor&gt;</c> made by a constructor without parameters or with one, the number of
/// features it reads. It is given [batch, time, features], in a single step [batch, features], and registered under the layer's name.
/// </summary>
public sealed class ModuleAttribute : LayerAttribute
{
    /// <summary>A module that keeps the number of features.</summary>
    /// <param name="module">Its type.</param>
    public ModuleAttribute(Type module) => Module = module;

    /// <summary>A module that gives <paramref name="features"/> features.</summary>
    /// <param name="module">Its type.</param>
    /// <param name="features">The length of its output.</param>
    public ModuleAttribute(Type module, int features) => (Module, Features) = (module, features);

    /// <inheritdoc cref="ModuleAttribute(Type, int)"/>
    public ModuleAttribute(Type module, string features) => (Module, Features) = (module, features);

    /// <summary>The module's type.</summary>
    public Type Module { get; }

    /// <summary>The length of its output: a number, or the text of a constructor parameter; <c>null</c> where it stays.</summary>
    public object? Features { get; }
}
