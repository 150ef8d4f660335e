namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Runs as they are asked for and as they are answered.</summary>
internal static class RunExamples
{
    public static readonly Example Everything = new("everything", "Every step", "{}");

    public static readonly Example SomeSteps = new("someSteps", "Only some steps", $$"""{ "stepsToRun": ["{{SampleIds.LoadSales}}", "{{SampleIds.PublishPlan}}"] }""");

    public static readonly Example FlowRun = new(
        "running",
        "A run that goes on",
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "run": {
            "id": "{{SampleIds.FlowRun}}",
            "integrationId": "{{SampleIds.Flow}}",
            "traceId": "{{SampleIds.Trace}}",
            "startDate": "2026-11-23T22:00:00.000Z",
            "endDate": null,
            "success": false,
            "message": "Running",
            "executionErrorCode": null,
            "flowGroupId": null,
            "triggerSource": "manual",
            "steps": [
              {
                "referrer": "{{SampleIds.LoadSales}}",
                "name": "Load sales",
                "status": "running",
                "startDate": "2026-11-23T22:00:00.120Z",
                "endDate": null,
                "attempts": 1,
                "message": "Row 120000 of 480000",
                "executionErrorCode": null,
                "runId": null,
                "progress": 0.25
              },
              {
                "referrer": "{{SampleIds.PublishPlan}}",
                "name": "Publish plan",
                "status": "pending",
                "startDate": null,
                "endDate": null,
                "attempts": 0,
                "message": null,
                "executionErrorCode": null,
                "runId": null,
                "progress": null
              }
            ]
          }
        }
        """);

    public static readonly Example Error = new(
        "refusedRows",
        "Rows that the import refused",
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "runs": {
            "taskId": "{{SampleIds.StepRun}}",
            "errorMessages": [
              {
                "errorMessage": [
                  { "localMessageText": "Item not located in Products list: 4711", "occurrences": 3, "type": "itemNotLocated", "values": ["Products", "4711"] }
                ],
                "actionId": "112000000007",
                "actionName": "Load sales from file",
                "failureDumpGenerated": true
              }
            ]
          }
        }
        """);
}
