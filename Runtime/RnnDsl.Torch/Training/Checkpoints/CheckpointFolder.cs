using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnDsl.Training;

/// <summary>
/// The checkpoint folder of a run: one folder per checkpoint (<c>step-00000500</c>) and a file <c>latest</c> that
/// names the newest.
/// </summary>
/// <remarks>
/// <para>
/// A file can be replaced atomically, a folder cannot. So a checkpoint is written under a temporary name, flushed to the disk, renamed, and only
/// then named in <c>latest</c>, which is itself replaced by a rename. If the process is killed, the power fails or the disk reports an error, either the
/// old or the new checkpoint is valid. Older checkpoints are removed after all that has succeeded.
/// </para>
/// <para>
/// Every file is listed with its size and SHA-256 in <c>checkpoint.json</c>, whose own SHA-256 is in <c>checkpoint.json.sha256</c> in the format of
/// <c>sha256sum</c>. If the newest checkpoint is damaged, a resume uses the previous one.
/// </para>
/// </remarks>
public sealed partial class CheckpointFolder
{
    internal const string WeightsFile = "weights.safetensors";
    internal const string OptimizerFile = "optimizer.safetensors";
    internal const string CarriedStateFile = "carried.safetensors";

    /// <summary>The weights of the optimizer, if the saved weights are an average of them.</summary>
    internal const string UnaveragedFile = "unaveraged.safetensors";

    private const string ManifestFile = "checkpoint.json";
    private const string ManifestChecksumFile = ManifestFile + ".sha256";
    private const string PointerFile = "latest";
    private const int LongestChecksumFile = 256;
    private const int LongestPointer = 64;

    /// <summary>Memory per byte of <c>checkpoint.json</c>: a loss of one digit takes 2 bytes there, and 16 in a growing list.</summary>
    private const int ManifestCost = 8;

    private readonly string _path;
    private FolderLock? _lock;

    /// <summary>A checkpoint folder; nothing is created or read yet.</summary>
    public CheckpointFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>Whether the folder holds a checkpoint.</summary>
    public bool HasCheckpoint => File.Exists(Pointer);

    private string Pointer => Path.Combine(_path, PointerFile);

    /// <summary>The path of the weights of the last checkpoint (safetensors).</summary>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public string LatestWeights() => Path.Combine(Newest().Folder, WeightsFile);

    /// <summary>The path of the weights at the lowest validation loss (safetensors); <c>null</c> if the run has not evaluated.</summary>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public string? BestWeights()
    {
        if (Newest().Manifest.Best is not { } best)
            return null;
        var folder = FolderOf(best.Step);
        Read(folder);
        return Path.Combine(folder, WeightsFile);
    }

    /// <summary>The newest checkpoint in a sentence, such as <c>this folder holds the checkpoint of step 500 (validation loss 0.2513 at step 450).</c></summary>
    internal string Describe()
    {
        try
        {
            var (manifest, _) = Newest();
            var loss = manifest.History.Validation is [.., var last] ? $" (validation loss {last})" : manifest.History.Training is [.., var logged] ? $" (training loss {logged})" : "";
            return $"this folder holds the checkpoint of step {manifest.Step.Invariant()} of a run{loss}.";
        }
        catch (CheckpointException damage)
        {
            return $"this folder holds a checkpoint, which is damaged: {damage.Message}";
        }
    }

    /// <summary>Locks the folder against other processes until disposed; the system releases the lock of a killed process.</summary>
    /// <exception cref="CheckpointException">Another process holds the lock.</exception>
    internal FolderLock Lock() => _lock = FolderLock.Take(_path);

    /// <summary>Writes a checkpoint, makes it the newest and removes old ones.</summary>
    /// <param name="manifest">The description, without the list of files.</param>
    /// <param name="write">Writes the files into the given folder, each flushed to the disk.</param>
    /// <param name="keep">The number of recent checkpoints to keep, besides the one with the lowest validation loss.</param>
    /// <exception cref="IOException">The disk is full or reports an error. The existing checkpoints are unchanged.</exception>
    internal void Save(CheckpointManifest manifest, Action<string> write, int keep)
    {
        var files = FileOperations.Current;
        var folder = FolderOf(manifest.Step);
        var partial = folder + AtomicFile.PartialSuffix;
        files.CreateDirectory(_path);
        Remove(partial);
        files.CreateDirectory(partial);
        write(partial);

        var described = Directory.EnumerateFiles(partial).Order(StringComparer.Ordinal).ToDictionary(static file => Path.GetFileName(file), Describe);
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest with { Files = described }, CheckpointJson.Default.CheckpointManifest);
        AtomicFile.Write(Path.Combine(partial, ManifestFile), stream => stream.Write(json));
        AtomicFile.Write(Path.Combine(partial, ManifestChecksumFile), stream => stream.Write(Encoding.ASCII.GetBytes(ChecksumLine(json))));

        // A damaged checkpoint, or one that a killed process left before naming it in 'latest': this run resumed from an older one.
        Remove(folder);
        files.MoveDirectory(partial, folder);
        files.FlushDirectory(_path);
        AtomicFile.Write(Pointer, stream => stream.Write(Encoding.ASCII.GetBytes(Path.GetFileName(folder) + "\n")));

        RemoveAllBut([folder, .. OlderThan(folder).Take(keep - 1), manifest.Best is { } best ? FolderOf(best.Step) : folder]);
    }

    /// <summary>Whether the locked folder still exists; otherwise it is created and locked again, empty.</summary>
    /// <exception cref="CheckpointException">The folder was removed or moved, and another process now trains in it.</exception>
    internal bool IsInPlace()
    {
        if (_lock is null || _lock.IsInPlace)
            return true;
        _lock.Retake();
        return false;
    }

    /// <summary>Loads the newest undamaged checkpoint, with the hash of each file verified.</summary>
    /// <returns>The description, its folder, and the problem of newer damaged checkpoints, or <c>null</c>.</returns>
    /// <exception cref="CheckpointException">All checkpoints are damaged; the message describes the newest.</exception>
    internal (CheckpointManifest Manifest, string Folder, string? PassedOver) Load()
    {
        CheckpointException? damage = null;
        try
        {
            var (manifest, folder) = Newest();
            return (manifest, folder, null);
        }
        catch (CheckpointException exception) when (Directory.Exists(_path))
        {
            damage = exception;
        }

        foreach (var folder in OlderThan(NamedFolder()))
        {
            try
            {
                return (Read(folder), folder, damage.Message);
            }
            catch (CheckpointException)
            {
                // Damaged too: the final exception reports the newest checkpoint.
            }
        }
        throw damage;
    }

    private (CheckpointManifest Manifest, string Folder) Newest()
    {
        if (!Directory.Exists(_path))
            throw new CheckpointException(_path, "there is no such folder, and so no checkpoint.");
        if (!HasCheckpoint)
            throw new CheckpointException(_path, $"there is no checkpoint in this folder (no file '{PointerFile}').");
        if (NamedFolder() is not { } folder)
            throw new CheckpointException(Pointer, "this file should hold the name of a checkpoint, such as step-00000500, and holds something else. It is damaged, or the folder belongs to another program.");
        if (!Directory.Exists(folder))
            throw new CheckpointException(folder, $"this folder is missing, though '{Pointer}' names it. Restore it, or start a new run in another folder.");
        return (Read(folder), folder);
    }

    /// <summary>The folder that <c>latest</c> names; <c>null</c> if that file is missing or invalid.</summary>
    private string? NamedFolder() =>
        HasCheckpoint && new FileInfo(Pointer).Length <= LongestPointer && File.ReadAllText(Pointer).Trim() is var name && FolderName().IsMatch(name)
            ? Path.Combine(_path, name)
            : null;

    /// <summary>The folders of older checkpoints, newest first. None if the newest is unknown: any of them could be a leftover.</summary>
    private List<string> OlderThan(string? newest) => newest is null || !Directory.Exists(_path)
        ? []
        : [.. Directory.EnumerateDirectories(_path)
            .Where(folder => FolderName().IsMatch(Path.GetFileName(folder)) && StepOf(folder) < StepOf(newest))
            .OrderByDescending(StepOf)];

    private static CheckpointManifest Read(string folder)
    {
        var manifest = ReadManifest(folder);
        Verify(folder, manifest);
        return manifest;
    }

    private string FolderOf(long step) => Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"step-{step:D8}"));

    private static long StepOf(string folder) => long.Parse(Path.GetFileName(folder).AsSpan("step-".Length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static CheckpointManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestFile);
        if (!File.Exists(path))
            throw new CheckpointException(path, "this file is missing: the checkpoint is incomplete.");
        byte[] json;
        CheckpointManifest? manifest;
        try
        {
            json = WholeFile.ReadBytes(path, ManifestCost);
            manifest = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointManifest);
        }
        catch (ReadLimitException exception)
        {
            throw new CheckpointException(path, $"this file is too large for the description of a checkpoint: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, $"this is not the description of a checkpoint, or it is cut short: {exception.Message}", exception);
        }
        if (manifest?.Format != CheckpointManifest.FormatName)
            throw new CheckpointException(path, $"its format is '{manifest?.Format}', where '{CheckpointManifest.FormatName}' is expected: another program wrote it.");
        if (manifest.Version != CheckpointManifest.CurrentVersion)
            throw new CheckpointException(path, OtherVersion(manifest.Version, folder));
        if (manifest.Step >= 0 && manifest.Step != StepOf(folder))
            throw new CheckpointException(path, $"it is the checkpoint of step {manifest.Step.Invariant()}, and its folder is that of step {StepOf(folder).Invariant()}.");
        if (manifest.Fault() is { } fault)
            throw new CheckpointException(path, fault);

        var checksum = Path.Combine(folder, ManifestChecksumFile);
        if (!File.Exists(checksum))
            throw new CheckpointException(checksum, "this file is missing: the checkpoint is incomplete.");
        if (new FileInfo(checksum).Length > LongestChecksumFile || File.ReadAllText(checksum) != ChecksumLine(json))
            throw new CheckpointException(path, $"this file differs from the saved one: its SHA-256 is not the one in {ManifestChecksumFile}. It was changed or damaged.");
        return manifest;
    }

    private static string OtherVersion(int version, string folder)
    {
        var problem = $"it has format version {version.Invariant()}, and this program reads version {CheckpointManifest.CurrentVersion}: ";
        return problem + (version < CheckpointManifest.CurrentVersion
            ? $"its optimizer's state cannot be checked before it is read. Its weights can be used: load {Path.Combine(folder, WeightsFile)} into the model with LoadSafetensors and start a new run in another folder."
            : "use the program that wrote it.");
    }

    private static string ChecksumLine(byte[] manifest) => $"{Convert.ToHexStringLower(SHA256.HashData(manifest))}  {ManifestFile}\n";

    private static void Verify(string folder, CheckpointManifest manifest)
    {
        foreach (var required in new[] { WeightsFile, OptimizerFile })
        {
            if (!manifest.Files.ContainsKey(required))
                throw new CheckpointException(Path.Combine(folder, ManifestFile), $"it lists no file '{required}': the checkpoint is incomplete.");
        }
        foreach (var (name, expected) in manifest.Files)
        {
            if (name is not (WeightsFile or OptimizerFile or CarriedStateFile or UnaveragedFile))
                throw new CheckpointException(Path.Combine(folder, ManifestFile), $"it lists a file '{name}', which is not a checkpoint file.");
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                throw new CheckpointException(path, "this file is missing: the checkpoint is incomplete.");
            var length = new FileInfo(path).Length;
            if (length != expected.Length)
            {
                var how = length < expected.Length ? "cut short" : "too long";
                throw new CheckpointException(path, $"this file is {how}: it has {length.Invariant()} bytes and was saved with {expected.Length.Invariant()}.");
            }
            if (Describe(path) != expected)
                throw new CheckpointException(path, "this file differs from the saved one: its SHA-256 differs. It was changed or damaged, or comes from another checkpoint.");
        }
    }

    private static CheckpointFile Describe(string path)
    {
        using var stream = File.OpenRead(path);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private void RemoveAllBut(IReadOnlyCollection<string> kept)
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
            FileOperations.Current.DeleteDirectory(folder);
    }

    [GeneratedRegex(@"^step-\d{8,18}$", RegexOptions.CultureInvariant)]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^step-\d{8,18}(\.partial)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PossiblyPartialFolderName();
}
