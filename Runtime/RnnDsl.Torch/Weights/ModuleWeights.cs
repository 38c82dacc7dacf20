using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Saves and loads a module's weights under the keys and in the layouts of PyTorch's state_dict, as safetensors.</summary>
public static class ModuleWeights
{
    /// <summary>
    /// Saves the module's state_dict: what <c>safetensors.torch.load_file</c> and <c>load_state_dict</c> read in Python.
    /// An old file is replaced only when the new one is whole.
    /// </summary>
    /// <exception cref="NotSupportedException">The format has no type for a tensor's elements (ComplexFloat64 or quantised numbers).</exception>
    public static void SaveSafetensors(this nn.Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        TensorFile.Save(path, module.state_dict().Select(pair => (pair.Key, pair.Value)), metadata);
    }

    /// <summary>Loads weights into a module on any device. Everything is checked and read before the module is changed.</summary>
    /// <param name="module">The module; its tensors stay the same objects, so an optimizer goes on with them.</param>
    /// <param name="path">A file with the keys of the module's state_dict; floating-point weights may be of another precision than the module's.</param>
    /// <param name="strict">Whether the file's keys must be exactly the module's. A wrong shape is an error either way.</param>
    /// <returns>What was loaded, converted and left out.</returns>
    /// <remarks>
    /// Where two keys are one tensor (tied weights), the file may hold either or both. A tensor whose dtype TorchSharp lacks (F8_E4M3) or this reader does not
    /// know is an error only where the module has its key.
    /// </remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    /// <exception cref="WeightsMismatchException">Keys are missing or unknown (when strict), or a shape or type is wrong.</exception>
    public static LoadedWeights LoadSafetensors(this nn.Module module, string path, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var file = SafetensorsFile.Open(path);
        var targets = module.state_dict();
        var plan = Check(module, targets, file, strict);

        using var scope = NewDisposeScope();
        using var still = no_grad();
        var read = plan.Loaded.ConvertAll(key => TensorFile.Read(file, file.Find(key)!));
        foreach (var (key, source) in plan.Loaded.Zip(read))
            targets[key].copy_(source);

        return new LoadedWeights(plan.Loaded, plan.Converted, plan.Missing, plan.Unexpected, file.Metadata);
    }

    private static (List<string> Loaded, List<string> Converted, List<string> Missing, List<string> Unexpected) Check(
        nn.Module module, Dictionary<string, Tensor> targets, SafetensorsFile file, bool strict)
    {
        var loaded = targets.Keys.Where(key => file.Find(key) is not null).ToList();
        var filled = loaded.Select(key => targets[key].Handle).ToHashSet();
        var missing = targets.Where(pair => !filled.Contains(pair.Value.Handle)).Select(pair => pair.Key).ToList();
        var unexpected = file.Entries.Select(entry => entry.Name).Where(name => !targets.ContainsKey(name)).ToList();

        var converted = new List<string>();
        var mismatched = new List<string>();
        foreach (var key in loaded)
        {
            var found = file.Find(key)!;
            var expected = targets[key];
            var stored = expected.dtype.Stored();
            if (!found.Shape.AsSpan().SequenceEqual(expected.shape))
                mismatched.Add($"{key}: the file has [{string.Join(", ", found.Shape)}], the module [{string.Join(", ", expected.shape)}]");
            else if (stored is null || !TensorTypes.Converts(found.Type, stored.Value))
                mismatched.Add($"{key}: the file has {found.Dtype}, the module {stored?.Name() ?? expected.dtype.ToString()}");
            else if (found.Type != stored)
                converted.Add($"{key}: {found.Dtype} loaded as {stored.Value.Name()}");
        }

        if (mismatched.Count > 0 || (strict && missing.Count + unexpected.Count > 0))
            throw new WeightsMismatchException(file.Name, module.GetName(), missing, unexpected, mismatched);
        return (loaded, converted, missing, unexpected);
    }
}
