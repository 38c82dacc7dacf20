namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Counts the file operations of what runs under it, and lets one of them fail as a full disk or a broken one does.</summary>
internal sealed class FailingFileOperations : FileOperations
{
    /// <summary>Which operation fails, counted from 1; 0 for none.</summary>
    public int FailAt { get; init; }

    /// <summary>What was done, in order.</summary>
    public List<string> Done { get; } = [];

    public static void Under(FailingFileOperations operations, Action action)
    {
        Current = operations;
        try
        {
            action();
        }
        finally
        {
            Current = new FileOperations();
        }
    }

    public override void CreateDirectory(string path)
    {
        Count("create folder", path);
        base.CreateDirectory(path);
    }

    public override Stream CreateFile(string path)
    {
        Count("create", path);
        return new FailingStream(this, base.CreateFile(path), path);
    }

    public override void Flush(Stream stream)
    {
        var failing = (FailingStream)stream;
        Count("flush", failing.Path);
        base.Flush(failing.Inner);
    }

    public override void FlushDirectory(string path)
    {
        Count("flush folder", path);
        base.FlushDirectory(path);
    }

    public override void Replace(string source, string target)
    {
        Count("rename", target);
        base.Replace(source, target);
    }

    public override void MoveDirectory(string source, string target)
    {
        Count("move folder", target);
        base.MoveDirectory(source, target);
    }

    public override void DeleteFile(string path)
    {
        Count("delete", path);
        base.DeleteFile(path);
    }

    public override void DeleteDirectory(string path)
    {
        Count("delete folder", path);
        base.DeleteDirectory(path);
    }

    private void Count(string operation, string path)
    {
        Done.Add($"{operation} {Path.GetFileName(path)}");
        if (Done.Count == FailAt)
            throw new IOException($"{path}: {operation} failed: Input/output error (error 5).", 5);
    }

    /// <summary>A file whose writes are counted too.</summary>
    private sealed class FailingStream(FailingFileOperations operations, Stream inner, string path) : Stream
    {
        public Stream Inner => inner;

        public string Path => path;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            operations.Count("write", path);
            inner.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
