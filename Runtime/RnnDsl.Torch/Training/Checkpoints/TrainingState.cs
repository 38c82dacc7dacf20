using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The tensors of a checkpoint: weights and their average, the optimizer's state, the carried state.</summary>
internal sealed class TrainingState(nn.Module module, OptimizerHelper optimizer, ICarriedState? carried, WeightAverage? average, DataParallel ranks)
{
    private List<(string Name, Tensor Tensor)> _carried = [];

    /// <summary>Collects what only other ranks have: the states that they carry, [rank, ...]. On every rank, before one of them saves; in the dispose scope of the caller.</summary>
    /// <exception cref="DistributedException">The states of the ranks have different shapes.</exception>
    public void Gather()
    {
        if (carried is not null)
            _carried = [.. carried.Tensors.Select(pair => (pair.Key, ranks.Stack(pair.Value, $"the carried state '{pair.Key}'")))];
    }

    /// <summary>Whether all weights are finite. Synchronises with the device.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var finite = module.parameters().Select(static parameter => parameter.isfinite().all()).ToList();
        return finite.Count == 0 || stack(finite).all().item<bool>();
    }

    /// <summary>Writes the files of a checkpoint, each flushed to the disk.</summary>
    public void Save(string folder)
    {
        using (average?.InUse())
            module.SaveSafetensors(Path.Combine(folder, CheckpointFolder.WeightsFile));
        if (average is not null)
            module.SaveSafetensors(Path.Combine(folder, CheckpointFolder.UnaveragedFile));

        OptimizerStateFile.Save(Path.Combine(folder, CheckpointFolder.OptimizerFile), optimizer, module);
        if (carried is not null)
            TensorFile.Save(Path.Combine(folder, CheckpointFolder.CarriedStateFile), _carried);
    }

    /// <summary>Loads the files of a checkpoint, whose hashes are already verified.</summary>
    /// <exception cref="CheckpointException">The state belongs to another model or another optimizer.</exception>
    public void Load(string folder)
    {
        LoadFile(Path.Combine(folder, CheckpointFolder.WeightsFile), path => module.LoadSafetensors(path));
        if (average is not null)
        {
            average.Begin();
            LoadFile(Path.Combine(folder, CheckpointFolder.UnaveragedFile), path => module.LoadSafetensors(path));
        }
        LoadFile(Path.Combine(folder, CheckpointFolder.OptimizerFile), path => OptimizerStateFile.Load(path, optimizer, module));

        var carriedFile = Path.Combine(folder, CheckpointFolder.CarriedStateFile);
        if (carried is not null && !File.Exists(carriedFile))
            throw new CheckpointException(carriedFile, "this file is missing: the saved run carried no state from step to step, and this run does.");
        if (carried is null && File.Exists(carriedFile))
            throw new CheckpointException(carriedFile, "the saved run carried this state from step to step, and this run carries none.");
        if (carried is not null)
            LoadFile(carriedFile, LoadCarriedState);
    }

    private static void LoadFile(string path, Action<string> load)
    {
        try
        {
            load(path);
        }
        catch (Exception exception) when (exception is WeightsMismatchException or ArgumentException or IOException or InvalidDataException or InvalidOperationException)
        {
            throw new CheckpointException(path, $"this file does not fit the run: {exception.Message}", exception);
        }
    }

    private void LoadCarriedState(string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var saved = TensorFile.Load(path).Tensors;
        foreach (var (name, tensor) in carried!.Tensors)
        {
            if (!saved.TryGetValue(name, out var value))
                throw new InvalidDataException($"it has no tensor '{name}', which the carried state has.");
            value = ranks.OwnOf(value);
            if (!value.shape.SequenceEqual(tensor.shape))
                throw new InvalidDataException($"its tensor '{name}' is [{string.Join(", ", value.shape)}], and the carried state's is [{string.Join(", ", tensor.shape)}].");
            tensor.copy_(value);
        }
    }
}
