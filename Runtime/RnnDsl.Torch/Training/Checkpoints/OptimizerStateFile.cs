using System.Globalization;
using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// The state of any TorchSharp optimizer (moments, step counts) as safetensors, under the names of the parameters: <c>lstm.weight_hh_l0.exp_avg</c>.
/// </summary>
/// <remarks>
/// TorchSharp reads its own format without checks: a foreign file ends the process or exhausts the memory. Here every name, shape and dtype is compared with the
/// optimizer before anything is changed. TorchSharp keeps the state in public fields of one object per parameter; those are saved.
/// </remarks>
internal static class OptimizerStateFile
{
    /// <summary>The hyperparameters of all groups by name, such as <c>beta1</c>; for a second group <c>beta1 of group 2</c>.</summary>
    public static IReadOnlyDictionary<string, string> Options(OptimizerHelper optimizer)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var group = 0;
        foreach (var values in optimizer.state_dict().Options)
        {
            group++;
            foreach (var (name, value) in Hyperparameters(values))
                options[group == 1 ? name : $"{name} of group {group.Invariant()}"] = value switch
                {
                    null => "not set",
                    double number => number.ToString("R", CultureInfo.InvariantCulture),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
                };
        }
        return options;
    }

    /// <summary>Rejects an optimizer whose state has fields that cannot be saved.</summary>
    /// <exception cref="NotSupportedException">A field is neither a tensor nor a number.</exception>
    public static void Check(OptimizerHelper optimizer)
    {
        foreach (var type in optimizer.state_dict().State.Select(static state => state.GetType()).Distinct())
        {
            foreach (var field in Fields(type))
            {
                if (field.FieldType != typeof(Tensor) && field.FieldType != typeof(long) && field.FieldType != typeof(double))
                    throw new NotSupportedException($"The state of {optimizer.GetType().Name} has a field '{field.Name}' of type {field.FieldType.Name}, which a checkpoint cannot hold: it holds tensors, long and double.");
            }
        }
    }

    /// <summary>Saves the state, flushed to the disk.</summary>
    public static void Save(string path, OptimizerHelper optimizer, nn.Module module)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>();
        foreach (var (name, _, state) in Named(optimizer, module))
        {
            foreach (var field in Fields(state.GetType()))
            {
                var value = field.GetValue(state) switch
                {
                    long count => tensor(count),
                    double number => tensor(number),
                    var buffer => (Tensor?)buffer,
                };
                if (value is not null)
                    tensors.Add(($"{name}.{field.Name}", value));
            }
        }
        TensorFile.Save(path, tensors, new Dictionary<string, string> { ["optimizer"] = optimizer.GetType().Name });
    }

    /// <summary>Loads a saved state. Everything is checked and read before the optimizer is changed.</summary>
    /// <exception cref="SafetensorsException">The file violates the format.</exception>
    /// <exception cref="InvalidDataException">The state belongs to another optimizer or another model.</exception>
    public static void Load(string path, OptimizerHelper optimizer, nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(path);
        var kind = optimizer.GetType().Name;
        if (file.Metadata.GetValueOrDefault("optimizer") is var found && found != kind)
            throw new InvalidDataException($"it is the state of {found ?? "no optimizer"}, and this run has {kind}.");

        var changes = new List<Action>();
        var left = file.Entries.Select(static entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, parameter, state) in Named(optimizer, module))
        {
            foreach (var field in Fields(state.GetType()))
            {
                var key = $"{name}.{field.Name}";
                left.Remove(key);
                if (Change(file, key, field, state, parameter) is { } change)
                    changes.Add(change);
            }
        }
        if (left.Count > 0)
            throw new InvalidDataException($"it has a tensor '{left.Order(StringComparer.Ordinal).First()}', which {kind} over this model does not have.");

        foreach (var change in changes)
            change();
    }

    /// <summary>The action that sets a field to the value in the file; <c>null</c> if neither has a value.</summary>
    private static Action? Change(SafetensorsFile file, string key, FieldInfo field, object state, Tensor parameter)
    {
        var entry = file.Find(key);
        var current = field.GetValue(state);
        if (entry is null)
            return current is null ? null : throw new InvalidDataException($"it has no tensor '{key}'.");

        if (current is long or double)
        {
            var type = current is long ? SafetensorsType.I64 : SafetensorsType.F64;
            if (entry.Type != type || entry.Shape.Length > 0)
                throw new InvalidDataException($"its '{key}' is {entry}, where a scalar of type {type.Name()} is expected.");
            var number = current is long ? (object)file.Read<long>(entry)[0] : file.Read<double>(entry)[0];
            return () => field.SetValue(state, number);
        }

        // A buffer that is created at the first step, such as SGD's momentum, has the shape of its parameter.
        var target = (Tensor?)current ?? parameter;
        if (!entry.Shape.AsSpan().SequenceEqual(target.shape) || entry.Type != target.dtype.Stored())
            throw new InvalidDataException($"its '{key}' is {entry}, where {target.dtype} [{string.Join(", ", target.shape)}] is expected.");
        var saved = TensorFile.Read(file, entry);
        return current is Tensor buffer
            ? () => buffer.copy_(saved)
            : () => field.SetValue(state, saved.to(parameter.device).DetachFromDisposeScope());
    }

    private static IEnumerable<(string Name, Tensor Parameter, object State)> Named(OptimizerHelper optimizer, nn.Module module)
    {
        var names = module.named_parameters().GroupBy(static named => named.parameter.Handle).ToDictionary(static group => group.Key, static group => group.First().name);
        var seen = new HashSet<IntPtr>();
        var index = 0;
        foreach (var (parameter, state) in optimizer.parameters().Zip(optimizer.state_dict().State))
        {
            // A parameter in two groups has one state. A parameter outside the module is named by its index.
            var name = names.GetValueOrDefault(parameter.Handle) ?? $"parameter {(++index).Invariant()}";
            if (seen.Add(parameter.Handle))
                yield return (name, parameter, state);
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(static field => field.Name, StringComparer.Ordinal);

    /// <summary>Without the current learning rate, which is the initial one times the schedule's factor.</summary>
    private static IEnumerable<(string Name, object? Value)> Hyperparameters(OptimizerOptions options) =>
        Fields(options.GetType()).Select(field => (field.Name, field.GetValue(options))).Prepend(("learning rate", options.InitialLearningRate));
}
