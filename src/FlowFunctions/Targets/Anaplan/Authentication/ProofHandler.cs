namespace FlowFunctions.Targets.Anaplan;

/// <summary>Puts into each attempt of an authentication a proof of its own: one that was sent before holds no more, because it has its time in it.</summary>
internal sealed class ProofHandler(Credentials credentials, TimeProvider time) : DelegatingHandler
{
    /// <exception cref="AnaplanException">There is no proof: the certificate cannot be used.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Has(RequestTraits.HasProof))
        {
            var proof = credentials.Prove(time.GetUtcNow());
            request.Headers.Authorization = proof.Authorization;
            request.Content?.Dispose();
            request.Content = proof.Content;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
