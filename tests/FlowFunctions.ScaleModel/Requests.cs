using System.Runtime.InteropServices;

namespace FlowFunctions.ScaleModel;

/// <summary>Requests to a storage account, by what they are billed as. A table transaction of many rows is one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Requests(double Tables, double Queues, double Blobs)
{
    public double Total => Tables + Queues + Blobs;

    public static Requests operator +(Requests left, Requests right) => new(left.Tables + right.Tables, left.Queues + right.Queues, left.Blobs + right.Blobs);

    public static Requests operator *(Requests requests, double factor) => new(requests.Tables * factor, requests.Queues * factor, requests.Blobs * factor);

    /// <summary>In US dollars.</summary>
    public double CostAt(Assumptions prices) =>
        ((Tables * prices.TablePrice) + (Queues * prices.QueuePrice) + (Blobs * prices.BlobPrice)) / 10_000;
}
