using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The base class of generated models that read one input: modules whose constructor registers every layer by name.</summary>
/// <typeparam name="T">The input.</typeparam>
/// <typeparam name="TResult">The output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DeclaredModule<T, TResult> : nn.Module<T, TResult>
{
    /// <param name="name">The name of the class.</param>
    protected DeclaredModule(string name)
        : base(name)
    {
    }

    /// <summary>The layers as a table: the shapes of their outputs and their parameters.</summary>
    public override string ToString() => ModelSummary.Of(this).ToString();

    /// <summary>Does nothing: the constructor registers every layer by name, without reflection.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>Records the device of the layers: <c>nn.Module.to</c> skips a module that is recorded on the target device.</summary>
    /// <param name="device">The device that the constructor was given; <c>null</c> is TorchSharp's default device.</param>
    protected void RecordDevice(Device? device) => (_deviceType, _deviceIndex) = Created.On(device);

    /// <summary>Detaches the weights from the dispose scope in which the model is created: they live as long as the model.</summary>
    protected void DetachWeightsFromDisposeScope() => Created.Detach(this);
}

/// <summary>The same for two inputs.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="TResult">The output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DeclaredModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <inheritdoc cref="DeclaredModule{T, TResult}.DeclaredModule(string)"/>
    protected DeclaredModule(string name)
        : base(name)
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.ToString"/>
    public override string ToString() => ModelSummary.Of(this).ToString();

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RegisterComponents"/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RecordDevice"/>
    protected void RecordDevice(Device? device) => (_deviceType, _deviceIndex) = Created.On(device);

    /// <inheritdoc cref="DeclaredModule{T, TResult}.DetachWeightsFromDisposeScope"/>
    protected void DetachWeightsFromDisposeScope() => Created.Detach(this);
}

/// <summary>The same for three inputs.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="T3">The third input.</typeparam>
/// <typeparam name="TResult">The output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DeclaredModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <inheritdoc cref="DeclaredModule{T, TResult}.DeclaredModule(string)"/>
    protected DeclaredModule(string name)
        : base(name)
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.ToString"/>
    public override string ToString() => ModelSummary.Of(this).ToString();

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RegisterComponents"/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RecordDevice"/>
    protected void RecordDevice(Device? device) => (_deviceType, _deviceIndex) = Created.On(device);

    /// <inheritdoc cref="DeclaredModule{T, TResult}.DetachWeightsFromDisposeScope"/>
    protected void DetachWeightsFromDisposeScope() => Created.Detach(this);
}

/// <summary>The same for four inputs.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="T3">The third input.</typeparam>
/// <typeparam name="T4">The fourth input.</typeparam>
/// <typeparam name="TResult">The output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DeclaredModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
{
    /// <inheritdoc cref="DeclaredModule{T, TResult}.DeclaredModule(string)"/>
    protected DeclaredModule(string name)
        : base(name)
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.ToString"/>
    public override string ToString() => ModelSummary.Of(this).ToString();

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RegisterComponents"/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc cref="DeclaredModule{T, TResult}.RecordDevice"/>
    protected void RecordDevice(Device? device) => (_deviceType, _deviceIndex) = Created.On(device);

    /// <inheritdoc cref="DeclaredModule{T, TResult}.DetachWeightsFromDisposeScope"/>
    protected void DetachWeightsFromDisposeScope() => Created.Detach(this);
}

/// <summary>What all of them do at the end of their constructor; C# has no base class for any number of inputs.</summary>
file static class Created
{
    public static (DeviceType, int) On(Device? device)
    {
        var actual = device ?? get_default_device();
        return (actual.type, actual.index);
    }

    public static void Detach(nn.Module module)
    {
        foreach (var weight in module.parameters())
            weight.DetachFromDisposeScope();
    }
}
