using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Weights;

/// <summary>Saves and loads a module's weights as safetensors, with the keys and layouts of PyTorch's state_dict.</summary>
public static class ModuleWeights
{
    /// <summary>
    /// Saves the module's state_dict, in the form that <c>safetensors.torch.load_file</c> and <c>load_state_dict</c> read in Python.
    /// An existing file is replaced only once the new one is complete.
    /// </summary>
    /// <exception cref="NotSupportedException">The format has no type for a tensor's elements (ComplexFloat64 or quantised types).</exception>
    public static void SaveSafetensors(this nn.Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        TensorFile.Save(path, module.state_dict().Select(pair => (pair.Key, pair.Value)), metadata);
    }

    /// <summary>Loads weights into a module on any device. Everything is checked and read before the module is changed.</summary>
    /// <param name="module">The module; its tensors remain the same objects, so an optimizer stays valid.</param>
    /// <param name="path">A file with the keys of the module's state_dict; the dtype of floating-point weights may differ from the module's.</param>
    /// <param name="strict">Whether the keys of the file must be exactly those of the module. A wrong shape is an error in any case.</param>
    /// <param name="keys">The module's keys for those of a file that was written by a module with other names; <c>null</c>: the names are the same.</param>
    /// <returns>The keys that were loaded, converted and ignored.</returns>
    /// <remarks>
    /// Where two keys are one tensor (tied weights), the file may have either or both. A tensor whose dtype TorchSharp lacks (F8_E4M3) or this reader does not
    /// support is an error only if the module has its key.
    /// </remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafetensorsException">The file violates the format.</exception>
    /// <exception cref="WeightsMismatchException">Keys are missing or unexpected (if strict), or a shape or dtype is wrong.</exception>
    /// <exception cref="ArgumentException">A prefix of <paramref name="keys"/> fits no key of the file, or two keys of the file become one.</exception>
    public static LoadedWeights LoadSafetensors(this nn.Module module, string path, bool strict = true, WeightKeys? keys = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var file = SafetensorsFile.Open(path);
        var targets = module.state_dict();
        var entries = (keys ?? []).Apply(file);
        var plan = Check(module, targets, file, entries, strict, isMapped: keys is not null);

        using var scope = NewDisposeScope();
        using var still = no_grad();
        var read = plan.Loaded.ConvertAll(key => TensorFile.Read(file, entries[key]));
        foreach (var (key, source) in plan.Loaded.Zip(read))
            targets[key].copy_(source);

        return new LoadedWeights(plan.Loaded, plan.Converted, plan.Missing, plan.Unexpected, file.Metadata);
    }

    private static (List<string> Loaded, List<string> Converted, List<string> Missing, List<string> Unexpected) Check(
        nn.Module module, Dictionary<string, Tensor> targets, SafetensorsFile file, Dictionary<string, SafetensorsEntry> entries, bool strict, bool isMapped)
    {
        var loaded = targets.Keys.Where(entries.ContainsKey).ToList();
        var filled = loaded.Select(key => targets[key].Handle).ToHashSet();
        var missing = targets.Where(pair => !filled.Contains(pair.Value.Handle)).Select(pair => pair.Key).ToList();
        var unexpected = entries.Keys.Where(key => !targets.ContainsKey(key)).ToList();

        var converted = new List<string>();
        var mismatched = new List<string>();
        foreach (var key in loaded)
        {
            var found = entries[key];
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
            throw new WeightsMismatchException(file.Name, module.GetName(), missing, unexpected, mismatched, AdviseOfIntegers(targets, entries) ?? (isMapped ? null : RenamedLayers.Advise(targets, entries, missing, unexpected)));
        return (loaded, converted, missing, unexpected);
    }

    /// <summary>What to do about a file of a stream, with integers of 8 bits and their scales; <c>null</c> for another file.</summary>
    private static string? AdviseOfIntegers(Dictionary<string, Tensor> targets, Dictionary<string, SafetensorsEntry> entries) =>
        targets.Keys.Any(key => entries.TryGetValue(key, out var entry) && entry.Type == SafetensorsType.I8 && entries.ContainsKey(key + ".scale"))
            ? "The integers of 8 bits are weights of a stream. Load the file that they were converted from, or write one with Streaming.Convert(path, target, WeightFormat.Float32)."
            : null;
}
