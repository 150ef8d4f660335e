namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Integrations as they are written and as they are answered.</summary>
internal static class IntegrationExamples
{
    public static readonly Example Endpoint = new(
        "endpoint",
        "Any HTTP endpoint",
        """
        {
          "name": "Publish plan",
          "endpoint": {
            "url": "https://planning.example.com/jobs/publish",
            "method": "POST",
            "headers": { "X-Team": "Planning" },
            "secretName": "publishing",
            "timeout": "PT30M",
            "pollInterval": "PT5S"
          }
        }
        """);

    public static readonly Example Process = new(
        "process",
        "A process of a model",
        """
        {
          "name": "Load products",
          "version": "2.0",
          "workspaceId": "8a81b012",
          "modelId": "C0FFEE",
          "processId": 118000000001,
          "nuxVisible": false
        }
        """);

    public static readonly Example Import = new(
        "import",
        "A file of a connection into a model",
        $$"""
        {
          "name": "Load sales",
          "version": "2.0",
          "workspaceId": "8a81b012",
          "modelId": "C0FFEE",
          "jobs": [
            {
              "type": "AzureBlobToAnaplan",
              "sources": [{ "type": "AzureBlob", "connectionId": "{{SampleIds.Connection}}", "file": "nightly/sales.csv" }],
              "targets": [{ "type": "Anaplan", "actionId": 112000000007, "fileId": 113000000003 }]
            }
          ]
        }
        """);

    public static readonly Example Export = new(
        "export",
        "An export of a model into a file of a connection",
        $$"""
        {
          "name": "Archive plan",
          "version": "2.0",
          "workspaceId": "8a81b012",
          "modelId": "C0FFEE",
          "jobs": [
            {
              "type": "AnaplanToAmazonS3",
              "sources": [{ "type": "Anaplan", "actionId": "116000000002" }],
              "targets": [{ "type": "AmazonS3", "connectionId": "{{SampleIds.Bucket}}", "file": "archive/plan.csv", "overwrite": true }]
            }
          ]
        }
        """);

    public static readonly Example ProcessWithJobs = new(
        "processWithJobs",
        "A process that loads a table and exports to another",
        $$"""
        {
          "name": "Reconcile stock",
          "version": "2.0",
          "workspaceId": "8a81b012",
          "modelId": "C0FFEE",
          "processId": "118000000002",
          "jobs": [
            {
              "type": "GoogleBigQueryToAnaplan",
              "sources": [{ "type": "GoogleBigQuery", "connectionId": "{{SampleIds.Dataset}}", "table": "stock" }],
              "targets": [{ "type": "Anaplan", "actionId": 112000000008, "fileId": 113000000004 }]
            },
            {
              "type": "AnaplanToGoogleBigQuery",
              "sources": [{ "type": "Anaplan", "actionId": 116000000003 }],
              "targets": [{ "type": "GoogleBigQuery", "connectionId": "{{SampleIds.Dataset}}", "table": "differences", "overwrite": true }]
            }
          ]
        }
        """);

    public static readonly Example Longer = new(
        "longer", "Another name and a longer timeout", """{ "name": "Publish plan and archive", "endpoint": { "timeout": "PT1H" } }""");

    public static readonly Example Answer = new(
        "import",
        "An import with a schedule",
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "integration": {
            "integrationId": "{{SampleIds.LoadSales}}",
            "name": "Load sales",
            "modelId": "C0FFEE",
            "workspaceId": "8a81b012",
            "nuxVisible": false,
            "processId": null,
            "notificationId": "{{SampleIds.Notification}}",
            "latestRun": null,
            "schedule": {
              "name": "Every night",
              "type": "daily",
              "timezone": "Europe/Paris",
              "time": "22:00",
              "fromTime": null,
              "toTime": null,
              "repeatEvery": null,
              "daysOfWeek": [],
              "startDate": "2026-12-01",
              "endDate": null,
              "status": "enabled"
            },
            "createdBy": "ann",
            "creationDate": "2026-11-20T08:00:00.000Z",
            "modifiedBy": null,
            "modificationDate": "2026-11-20T08:00:00.000Z",
            "jobs": [
              {
                "type": "AzureBlobToAnaplan",
                "sources": [
                  {
                    "type": "AzureBlob",
                    "connectionId": "{{SampleIds.Connection}}",
                    "connectionName": "Sales files",
                    "isConnectionDeleted": false,
                    "bucketName": null,
                    "file": "nightly/sales.csv"
                  }
                ],
                "targets": [{ "type": "Anaplan", "actionId": "112000000007", "fileId": "113000000003" }]
              }
            ]
          }
        }
        """);

    public static Example[] OfEachKind => [Process, Import, Export, ProcessWithJobs, Endpoint];
}
