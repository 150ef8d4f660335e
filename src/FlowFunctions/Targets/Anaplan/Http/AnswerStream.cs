using FlowFunctions.Core.Runs;

namespace FlowFunctions.Targets.Anaplan;

/// <summary>The bytes of an answer as they come. Owns the answer, and gives it up when nothing comes for a while.</summary>
internal sealed class AnswerStream(Stream body, HttpResponseMessage response, Subject subject, TimeSpan patience, TimeProvider time) : Stream
{
    private readonly byte[] _head = new byte[AnswerCheck.Look];
    private Memory<byte> _ahead;
    private bool _isBegun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="AnaplanException">The bytes broke off, or did not go on; opening the chunk again may help.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!_isBegun)
            {
                await BeginAsync(either.Token);
            }

            if (_ahead.IsEmpty)
            {
                return await body.ReadAsync(buffer, either.Token);
            }

            var read = Math.Min(_ahead.Length, buffer.Length);
            _ahead[..read].CopyTo(buffer);
            _ahead = _ahead[read..];
            return read;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AnaplanException(RunErrorCodes.TimedOut, $"Anaplan stopped sending {subject.Name}: nothing came for {patience.TotalSeconds:0.###} seconds.", exception) { IsTransient = true };
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            throw new AnaplanException(RunErrorCodes.ConnectionRefused, $"The connection to Anaplan broke while it sent {subject.Name}.", exception) { IsTransient = true };
        }
    }

    /// <summary>A page that says to be something else is known by how it begins; and what is told of bytes is not the bytes.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _ahead = _head.AsMemory(0, await body.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken));
        _isBegun = true;
        if (AnswerCheck.StartsPage(_ahead.Span) || (AnswerCheck.IsJson(response) && _ahead.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8)))
        {
            throw AnswerFaults.NoAnswer(subject);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An answer is read asynchronously only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
