using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnDsl.Torch;

/// <summary>
/// The folder in which a run keeps its checkpoints: one folder a checkpoint (<c>step-00000500</c>) and a file <c>latest</c> that
/// names the one that counts.
/// </summary>
/// <remarks>
/// A folder cannot be replaced in one go, a file can. So a checkpoint is written whole under another name, moved to its own, and only
/// then named by <c>latest</c>, which is itself replaced by a rename. A process killed at any moment leaves the old checkpoint or the
/// new one in force. What nothing names any more is removed afterwards.
/// </remarks>
public sealed partial class CheckpointFolder
{
    internal const string WeightsFile = "weights.safetensors";
    internal const string OptimizerFile = "optimizer.bin";
    internal const string CarriedStateFile = "carried.safetensors";

    /// <summary>What the optimizer works on, where the weights are an average of it.</summary>
    internal const string UnaveragedFile = "unaveraged.safetensors";

    private const string ManifestFile = "checkpoint.json";
    private const string PointerFile = "latest";
    private const string LockFile = "lock";
    private const long LargestManifest = 256L << 20;

    private readonly string _path;

    /// <summary>Names a folder; nothing is created or read yet.</summary>
    public CheckpointFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>Whether the folder holds a checkpoint.</summary>
    public bool HasCheckpoint => File.Exists(Pointer);

    private string Pointer => Path.Combine(_path, PointerFile);

    /// <summary>The weights of the last checkpoint (safetensors).</summary>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public string LatestWeights() => Path.Combine(Load().Folder, WeightsFile);

    /// <summary>The weights at the lowest held-out loss (safetensors); <c>null</c> where the run has not evaluated.</summary>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public string? BestWeights()
    {
        if (Load().Manifest.Best is not { } best)
            return null;
        var folder = FolderOf(best.Step);
        Verify(folder, ReadManifest(folder));
        return Path.Combine(folder, WeightsFile);
    }

    /// <summary>Keeps other processes from training in this folder until disposed; a killed process lets go by itself.</summary>
    internal IDisposable Lock()
    {
        Directory.CreateDirectory(_path);
        var path = Path.Combine(_path, LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new CheckpointException(_path, "another process is training in this folder. Wait for it to end, or choose another folder.", exception);
        }
    }

    /// <summary>Writes a checkpoint and makes it the one that counts.</summary>
    /// <param name="manifest">All but the list of files, which is made here.</param>
    /// <param name="write">Writes the files into the folder given.</param>
    internal void Save(CheckpointManifest manifest, Action<string> write)
    {
        var folder = FolderOf(manifest.Step);
        var partial = folder + AtomicFile.PartialSuffix;
        Remove(partial);
        Directory.CreateDirectory(partial);
        write(partial);

        var files = Directory.EnumerateFiles(partial).Order(StringComparer.Ordinal).ToDictionary(static file => Path.GetFileName(file), Describe);
        AtomicFile.Write(
            Path.Combine(partial, ManifestFile),
            stream => JsonSerializer.Serialize(stream, manifest with { Files = files }, CheckpointJson.Default.CheckpointManifest));

        // A folder of this name is what a killed run left between its move and its pointer: nothing names it.
        Remove(folder);
        Directory.Move(partial, folder);
        AtomicFile.Write(Pointer, stream => stream.Write(Encoding.ASCII.GetBytes(Path.GetFileName(folder) + "\n")));

        RemoveAllBut(folder, manifest.Best is { } best ? FolderOf(best.Step) : folder);
    }

    /// <summary>The checkpoint that counts, with the hash of each of its files checked.</summary>
    internal (CheckpointManifest Manifest, string Folder) Load()
    {
        if (!Directory.Exists(_path))
            throw new CheckpointException(_path, "there is no such folder, so there is no checkpoint in it.");
        if (!HasCheckpoint)
            throw new CheckpointException(_path, $"there is no checkpoint in this folder (no file '{PointerFile}').");
        if (new FileInfo(Pointer).Length > 64 || File.ReadAllText(Pointer).Trim() is var name && !FolderName().IsMatch(name))
            throw new CheckpointException(Pointer, "this file should hold the name of a checkpoint, such as step-00000500, and holds something else. It is damaged, or the folder belongs to another program.");

        var folder = Path.Combine(_path, name);
        if (!Directory.Exists(folder))
            throw new CheckpointException(folder, $"this folder is missing, though '{Pointer}' names it. Put it back, or begin anew in another folder.");
        var manifest = ReadManifest(folder);
        if (FolderOf(manifest.Step) != folder)
            throw new CheckpointException(Path.Combine(folder, ManifestFile), $"it is the checkpoint of step {manifest.Step.Invariant()}, not of the folder it lies in.");
        Verify(folder, manifest);
        return (manifest, folder);
    }

    private string FolderOf(long step) => Path.Combine(_path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"step-{step:D8}"));

    private static CheckpointManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestFile);
        if (!File.Exists(path))
            throw new CheckpointException(path, "this file is missing: the checkpoint is not whole.");
        var length = new FileInfo(path).Length;
        if (length > LargestManifest)
            throw new CheckpointException(path, $"this file has {length.Invariant()} bytes; no checkpoint's description has more than {LargestManifest.Invariant()}.");

        CheckpointManifest? manifest;
        try
        {
            using var stream = File.OpenRead(path);
            manifest = JsonSerializer.Deserialize(stream, CheckpointJson.Default.CheckpointManifest);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"this is not the description of a checkpoint, or it is cut short: {exception.Message}", exception);
        }
        if (manifest?.Format != CheckpointManifest.FormatName)
            throw new CheckpointException(path, $"its format is '{manifest?.Format}', where '{CheckpointManifest.FormatName}' is expected: another program wrote it.");
        if (manifest.Version != CheckpointManifest.CurrentVersion)
            throw new CheckpointException(path, $"it has format version {manifest.Version.Invariant()}, and this program reads version {CheckpointManifest.CurrentVersion}: use the program that wrote it.");
        return manifest;
    }

    private static void Verify(string folder, CheckpointManifest manifest)
    {
        foreach (var required in new[] { WeightsFile, OptimizerFile })
        {
            if (!manifest.Files.ContainsKey(required))
                throw new CheckpointException(Path.Combine(folder, ManifestFile), $"it lists no file '{required}': the checkpoint is not whole.");
        }
        foreach (var (name, expected) in manifest.Files)
        {
            if (name is not (WeightsFile or OptimizerFile or CarriedStateFile or UnaveragedFile))
                throw new CheckpointException(Path.Combine(folder, ManifestFile), $"it lists a file '{name}', which no checkpoint has.");
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                throw new CheckpointException(path, "this file is missing: the checkpoint is not whole.");
            var length = new FileInfo(path).Length;
            if (length != expected.Length)
            {
                var how = length < expected.Length ? "cut short" : "too long";
                throw new CheckpointException(path, $"this file is {how}: it has {length.Invariant()} bytes and was saved with {expected.Length.Invariant()}.");
            }
            if (Describe(path) != expected)
                throw new CheckpointException(path, "this file is not as it was saved: its SHA-256 differs. It was changed or damaged, or comes from another checkpoint.");
        }
    }

    private static CheckpointFile Describe(string path)
    {
        using var stream = File.OpenRead(path);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private void RemoveAllBut(params string[] kept)
    {
        foreach (var folder in Directory.EnumerateDirectories(_path).ToList())
        {
            if (PossiblyPartialFolderName().IsMatch(Path.GetFileName(folder)) && !kept.Contains(folder))
                Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"^step-\d{8,18}$", RegexOptions.CultureInvariant)]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^step-\d{8,18}(\.partial)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PossiblyPartialFolderName();
}
